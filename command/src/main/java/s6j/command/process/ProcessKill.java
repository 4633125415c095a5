package s6j.command.process;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Signal;

/**
 * {@code s6 process kill}: a signal to processes. What no letter of s6-svc stands for is sent from
 * here.
 */
public final class ProcessKill {
  private static final Option SIGNAL =
      Option.value('s', "signal", "SIGNAL", "name or number; TERM if not given");
  private static final Program PROGRAM =
      Subcommand.options("s6 process kill")
          .options(SupervisedNames.NO_WAIT, SupervisedNames.WAIT, SupervisedNames.TIMEOUT, SIGNAL);

  private static final byte[] TERM = CString.of("TERM");
  private static final byte[] SIG = CString.of("SIG");
  private static final byte[] LITTLE_SIG = CString.of("sig");
  private static final int NO_SIGNAL = -1;

  private final CommandCall call;
  private final SupervisedNames names;
  private final int signal;
  private final long timeout;

  private ProcessKill(CommandCall call, SupervisedNames names, int signal, long timeout) {
    this.call = call;
    this.names = names;
    this.signal = signal;
    this.timeout = timeout;
  }

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return call.messages.usage(
          "s6 process kill [ --signal=sig ] [ --timeout=millisecs ] [ --wait | --no-wait ]"
              + " services...");
    int signal = signal(line.bytes(SIGNAL, TERM));
    if (signal == NO_SIGNAL)
      return call.messages
          .fatal()
          .text("--signal= argument must be the name or number of a signal")
          .exit(ExitCode.USAGE);
    long timeout = line.number(SupervisedNames.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    SupervisedNames names = new SupervisedNames(call, line.operands(0));
    int code = names.check();
    if (code != 0) return code;
    boolean waits = line.chose(SupervisedNames.WAIT, SupervisedNames.NO_WAIT);
    return new ProcessKill(call, names, signal, timeout).kill(waits);
  }

  /** A name or a number, each with or without SIG in front. */
  private static int signal(byte[] text) {
    int signal = Signal.number(text);
    if (signal > 0) return signal;
    boolean isLong = CString.startsWith(text, SIG) || CString.startsWith(text, LITTLE_SIG);
    byte[] rest = isLong ? CString.slice(text, SIG.length, CString.length(text)) : text;
    return Decimal.parse(rest) == 0 ? 0 : isLong ? numbered(rest) : NO_SIGNAL;
  }

  private static int numbered(byte[] rest) {
    int signal = Decimal.parse(rest) == Decimal.INVALID ? 0 : Signal.number(rest);
    return signal > 0 ? signal : NO_SIGNAL;
  }

  private int kill(boolean waits) {
    String letter = letter();
    if (!letter.isEmpty()) return names.order(waits ? letter + "wD" : letter, timeout);
    if (call.settings.verbosity > 0)
      call.messages
          .warning()
          .text("signal ")
          .number(signal)
          .text(" is not natively supported by s6-svc, cannot ensure reliability")
          .end();
    return waits ? waitAround() : send();
  }

  private String letter() {
    return switch (signal) {
      case Signal.SIGALRM -> "-a";
      case Signal.SIGABRT -> "-b";
      case Signal.SIGQUIT -> "-q";
      case Signal.SIGHUP -> "-h";
      case Signal.SIGKILL -> "-k";
      case Signal.SIGTERM -> "-t";
      case Signal.SIGINT -> "-i";
      case Signal.SIGUSR1 -> "-1";
      case Signal.SIGUSR2 -> "-2";
      case Signal.SIGSTOP -> "-p";
      case Signal.SIGCONT -> "-c";
      case Signal.SIGWINCH -> "-y";
      default -> "";
    };
  }

  /** The same without waiting is run by what waits, once that hears the supervisors. */
  private int waitAround() {
    CompanionRun run = new CompanionRun(call, "s6-svlisten").word("-D").timeout(timeout).word("--");
    for (byte[] path : names.paths()) run.word(CString.concat(CString.of(" "), path));
    CompanionRun again = new CompanionRun(call, CommandCall.PROGRAM);
    return run.word("")
        .words(again.toArray())
        .word("-v0")
        .word("-s")
        .word(call.settings.scandir)
        .word("process")
        .word("kill")
        .word("-s")
        .word(Decimal.string(signal))
        .word("--")
        .words(names.names())
        .become();
  }

  private int send() {
    int code = 0;
    for (int i = 0; i < names.count() && code == 0; i++)
      code = new SentSignal(call, names.path(i)).send(signal);
    return code;
  }
}
