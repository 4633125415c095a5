package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.DeathTally;
import s6j.formats.ServiceDirectory;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-svdt: prints when and how a service died, oldest death first. */
public final class Svdt {
  private final Posix posix;
  private final Program program;
  private final byte[][] arguments;
  private final Messages messages;
  private boolean signalsByNumber;
  private long most = DeathTally.MOST;

  private Svdt(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
  }

  public static Program declaration() {
    return new Program(
            "s6-svdt",
            "svdt",
            "[ -S | -s ] [ -n maxentries ] servicedir",
            "prints the last deaths of a service",
            Svdt::run)
        .flag('S', "print signals by name (default)")
        .flag('s', "print signals by number")
        .value('n', "maxentries", "print at most this many deaths (default and most: 4096)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svdt svdt = new Svdt(posix, program, arguments);
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!svdt.take(option, options.value())) return svdt.messages.usage(program);
    if (options.firstOperand() >= arguments.length) return svdt.messages.usage(program);
    return svdt.most == 0 ? 0 : svdt.print(arguments[options.firstOperand()]);
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'n' -> most = Decimal.parse(value);
      case 's' -> signalsByNumber = true;
      case 'S' -> signalsByNumber = false;
      default -> {
        return false;
      }
    }
    return most != Decimal.INVALID;
  }

  private int print(byte[] directory) {
    DeathTally tally = new DeathTally(posix);
    byte[] file = CString.path(directory, ServiceDirectory.DEATH_TALLY);
    int answer = tally.start(Posix.CWD, file, (int) Math.min(most, DeathTally.MOST));
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
        .exit(111, error);
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
