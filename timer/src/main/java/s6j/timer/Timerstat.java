package s6j.timer;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.LocalTime;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.Tai64n;
import s6j.formats.files.WholeFile;
import s6j.formats.timer.TimerStatus;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * s6-timerstat: prints when the timers of an s6-timerd are due next, and when they were last.
 *
 * <p>Exit codes: 0; 100 for a wrong call; 111 if the file cannot be read.
 */
public final class Timerstat {
  private static final Option LABELS =
      Option.flag('t', "print moments as TAI64N labels, not as local time");

  private Timerstat() {}

  public static Program declaration() {
    return new Program(
            "s6-timerstat",
            "timerstat",
            "[ -t ] servicedir",
            "tells when services are due, and were started",
            Timerstat::run)
        .options(LABELS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    byte[] path = CString.path(line.operand(0), TimerStatus.FILE);
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, path);
    if (length < 0)
      return messages.fatal().unableTo("read ").bytes(path).exit(ExitCode.SYSTEM, length);
    Output out = new Output(posix, 1, 4096);
    LocalTime time = new LocalTime(posix);
    boolean areLabels = line.has(LABELS);
    TimerStatus status = new TimerStatus(file.bytes(), length);
    while (status.read()) {
      out.bytes(status.name).text(": ").bytes(status.state).text(", next ");
      put(out, time, status.next, areLabels);
      out.text(", last ");
      put(out, time, status.last, areLabels);
      out.line();
    }
    out.flush();
    return 0;
  }

  private static void put(Output out, LocalTime time, long moment, boolean isLabel) {
    if (moment == TimerStatus.NONE) {
      out.text("never");
      return;
    }
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.label(moment, label, 0);
    if (isLabel) out.bytes(label);
    else time.put(out, Math.floorDiv(moment, Schedule.SECOND));
  }
}
