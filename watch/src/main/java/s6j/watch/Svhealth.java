package s6j.watch;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-svhealth: runs a check of a service every so often, says in supervise/health what it found,
 * and restarts the service if told to. A daemon, to be supervised itself.
 *
 * <p>Exit codes: 0 after SIGTERM, SIGINT, SIGHUP or SIGQUIT; 100 for a wrong call; 111 if the check
 * is nowhere on PATH, or signals cannot be trapped.
 */
public final class Svhealth {
  private static final int LONGEST_MESSAGE = 1024;
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD)
          | Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGINT)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGQUIT);

  private final Program program;
  private final byte[][] arguments;
  private final HealthSettings settings = new HealthSettings();
  private boolean isWrong;

  private Svhealth(Program program, byte[][] arguments) {
    this.program = program;
    this.arguments = arguments;
  }

  public static Program declaration() {
    return new Program(
            "s6-svhealth",
            "svhealth",
            "[ -m | -r ] [ -e everyms ] [ -t timeoutms ] [ -n failures ] [ -u successes ]"
                + " [ -g gracems ] servicedir prog...",
            "checks the health of a service again and again",
            Svhealth::run)
        .flag('m', "only mark the service unhealthy (default)")
        .flag('r', "restart a service that is unhealthy")
        .value('e', "everyms", "check so often (default 10000)")
        .value(
            't', "timeoutms", "a check that takes longer is killed and has failed (default 5000)")
        .value('n', "failures", "failures in a row that make unhealthy (default 3)")
        .value('u', "successes", "successes in a row that make healthy again (default 1)")
        .value('g', "gracems", "failures of a run that is younger do not count (default 0)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages =
        new Messages(posix, CString.baseName(arguments[0]), LONGEST_MESSAGE).neverWaiting();
    Svhealth svhealth = new Svhealth(program, arguments);
    if (!svhealth.parse()) return messages.usage(program);
    HealthSettings settings = svhealth.settings;
    settings.command[0] = Executable.find(posix, settings.command[0]);
    if (CString.indexOf(settings.command[0], '/') < 0)
      return messages.fatal().unableTo("find ").bytes(settings.command[0]).exit(111);
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0) return messages.fatal().unableTo("trap signals").exit(111, signals);
    new HealthLoop(posix, messages, settings, signals).run();
    posix.close(signals);
    return 0;
  }

  private boolean parse() {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      take(option, options.value());
    int first = options.firstOperand();
    if (isWrong || !Operands.isNamed(arguments, first + 1)) return false;
    settings.directory = arguments[first];
    settings.command = Operands.from(arguments, first + 1);
    return true;
  }

  private void take(int option, byte[] value) {
    switch (option) {
      case 'm' -> settings.restarts = false;
      case 'r' -> settings.restarts = true;
      case 'e' -> settings.everyMillis = number(value, 1);
      case 't' -> settings.timeoutMillis = number(value, 1);
      case 'n' -> settings.failures = number(value, 1);
      case 'u' -> settings.successes = number(value, 1);
      case 'g' -> settings.graceMillis = number(value, 0);
      default -> isWrong = true;
    }
  }

  private long number(byte[] value, long least) {
    long number = Decimal.parse(value);
    if (number < least || number > Integer.MAX_VALUE) isWrong = true;
    return number;
  }
}
