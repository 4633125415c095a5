package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.formats.Tai64n;
import s6j.formats.files.DeathTally;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-svdt: prints when and how a service died, oldest death first. */
public final class Svdt {
  private static final Option BY_NAME = Option.flag('S', "print signals by name (default)");
  private static final Option BY_NUMBER = Option.flag('s', "print signals by number");
  private static final Option MOST =
      Option.value('n', "maxentries", "print at most this many deaths (default and most: 4096)")
          .number();

  private final Posix posix;
  private final Messages messages;
  private final boolean signalsByNumber;

  private Svdt(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    signalsByNumber = line.chose(BY_NUMBER, BY_NAME);
  }

  public static Program declaration() {
    return new Program(
            "s6-svdt",
            "svdt",
            "[ -S | -s ] [ -n maxentries ] servicedir",
            "prints the last deaths of a service",
            Svdt::run)
        .options(BY_NAME, BY_NUMBER, MOST);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    long most = Math.min(line.number(MOST, DeathTally.MOST), DeathTally.MOST);
    return most == 0 ? 0 : new Svdt(posix, messages, line).print(line.operand(0), (int) most);
  }

  private int print(byte[] directory, int most) {
    DeathTally tally = new DeathTally(posix);
    byte[] file = CString.path(directory, ServiceDirectory.DEATH_TALLY);
    int answer = tally.start(Posix.CWD, file, most);
    if (answer < 0) return unread(directory, answer);
    Output out = new Output(posix, 1, 4096);
    while (tally.next()) print(tally, out);
    tally.stop();
    if (tally.error() != 0) return unread(directory, tally.error());
    return out.finish(messages, 0);
  }

  private int unread(byte[] directory, int error) {
    return messages
        .fatal()
        .unableTo("read death tally for service ")
        .bytes(directory)
        .exit(ExitCode.SYSTEM, error);
  }

  private void print(DeathTally tally, Output out) {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    tally.label(label, 0);
    out.bytes(label);
    int signal = tally.signal();
    if (signal == 0) out.text(" exitcode ").number(tally.exitCode());
    else if (signalsByNumber) out.text(" signal ").number(signal);
    else out.text(" signal ").text(Signal.name(signal));
    out.line();
  }
}
