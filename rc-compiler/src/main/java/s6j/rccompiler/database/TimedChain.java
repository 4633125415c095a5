package s6j.rccompiler.database;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.formats.RcDatabase;
import s6j.formats.TransitionTimes;
import s6j.formats.TransitionTimes.Way;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** The chain of dependencies that took longest, by the times that s6-rc has recorded. */
final class TimedChain {
  private static final long UNKNOWN = -1;

  private final Posix posix;
  private final Messages messages;
  private final RcDatabase database;
  private final boolean down;

  TimedChain(Posix posix, Messages messages, RcDatabase database, boolean down) {
    this.posix = posix;
    this.messages = messages;
    this.database = database;
    this.down = down;
  }

  /** Prints a line a service: seconds it took, seconds so far, name; the exit code. */
  int print(byte[] file, Output out) {
    WholeFile content = new WholeFile(posix);
    int length = content.read(Posix.CWD, file);
    if (length < 0)
      return messages.fatal().unableTo("read ").bytes(file).exit(ExitCode.SYSTEM, length);
    TransitionTimes times = new TransitionTimes().read(content.bytes(), length);
    if (times.damaged() > 0)
      messages
          .warning()
          .text("ignoring damaged lines in ")
          .bytes(file)
          .text(": ")
          .bytes(Decimal.string(times.damaged()))
          .end();
    print(durations(times), out);
    return 0;
  }

  private void print(long[] durations, Output out) {
    long[] weights = new long[durations.length];
    for (int i = 0; i < weights.length; i++) weights[i] = Math.max(0, durations[i]);
    int[] chain = new CriticalPath(database, weights).longest();
    long total = 0;
    for (int service : down ? reversed(chain) : chain) {
      total += weights[service];
      if (durations[service] == UNKNOWN) out.text("-");
      else seconds(durations[service], out);
      seconds(total, out.text(" "));
      out.text(" ").bytes(database.nameOf(service)).line();
    }
  }

  private long[] durations(TransitionTimes times) {
    long[] durations = new long[database.count()];
    for (int i = 0; i < durations.length; i++) {
      TransitionTimes.Record record = times.of(database.nameOf(i), down ? Way.DOWN : Way.UP);
      durations[i] = record == null ? UNKNOWN : record.durationMicros;
    }
    return durations;
  }

  private static void seconds(long micros, Output out) {
    byte[] fraction = Decimal.string(1_000_000 + micros % 1_000_000);
    out.number(micros / 1_000_000).text(".");
    out.bytes(CString.slice(fraction, 1, fraction.length));
  }

  static int[] reversed(int[] chain) {
    int[] reversed = new int[chain.length];
    for (int i = 0; i < chain.length; i++) reversed[chain.length - 1 - i] = chain[i];
    return reversed;
  }
}
