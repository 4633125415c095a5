package s6j.watch;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-svwatch: reloads or restarts a service when files that it reads have changed. A daemon, to be
 * supervised itself.
 *
 * <p>Exit codes: 100 for a wrong call. Once it has begun nothing but a signal ends it.
 */
public final class Svwatch {
  private static final int LONGEST_MESSAGE = 1024;

  /** Less than that the time stamps of files do not tell. */
  private static final long LEAST_QUIET_MILLIS = 20;

  private static final byte[] NEWLINE = {'\n'};

  private final Posix posix;
  private final Program program;
  private final byte[][] arguments;
  private final Messages messages;
  private final WatchLoop.Settings settings = new WatchLoop.Settings();
  private final byte[][] dependents;
  private int count;
  private long notificationFd = -1;
  private boolean isWrong;

  private Svwatch(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages =
        new Messages(posix, CString.baseName(arguments[0]), LONGEST_MESSAGE).neverWaiting();
    this.dependents = new byte[arguments.length][];
  }

  public static Program declaration() {
    return new Program(
            "s6-svwatch",
            "svwatch",
            "[ -l | -r ] [ -q quietms ] [ -p pollms ] [ -d fd ] [ -R servicedir ]..."
                + " servicedir path...",
            "reloads or restarts a service when its files have changed",
            Svwatch::run)
        .flag('l', "reload: as s6-svc -l (default)")
        .flag('r', "restart: as s6-svc -r")
        .value('q', "quietms", "act once nothing has changed for so long (default 1000)")
        .value('p', "pollms", "look every so often, do not wait to be told")
        .value('d', "fd", "write a newline there once all is watched")
        .value('R', "servicedir", "the same for this service, behind the first; may be repeated");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svwatch svwatch = new Svwatch(posix, program, arguments);
    WatchLoop loop = svwatch.prepare();
    if (loop == null) return svwatch.messages.usage(program);
    loop.begin();
    svwatch.notifyReadiness();
    while (true) loop.turn();
  }

  private WatchLoop prepare() {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      take(option, options.value());
    int first = options.firstOperand();
    if (isWrong || first + 2 > arguments.length) return null;
    settings.services = new byte[count + 1][];
    settings.controls = new byte[count + 1][];
    name(0, arguments[first]);
    for (int i = 0; i < count; i++) name(i + 1, dependents[i]);
    posix.ignoreSignal(Signal.SIGPIPE);
    return new WatchLoop(posix, messages, settings, Operands.from(arguments, first + 1));
  }

  private void name(int i, byte[] directory) {
    settings.services[i] = directory;
    settings.controls[i] = CString.path(directory, ServiceDirectory.CONTROL);
  }

  private void take(int option, byte[] value) {
    switch (option) {
      case 'l', 'r' -> settings.letter = (byte) option;
      case 'q' -> settings.quietMillis = Math.max(LEAST_QUIET_MILLIS, number(value));
      case 'p' -> {
        settings.pollMillis = Math.max(1, number(value));
        settings.pollsOnly = true;
      }
      case 'd' -> notificationFd = number(value);
      case 'R' -> dependents[count++] = value;
      default -> isWrong = true;
    }
  }

  private long number(byte[] value) {
    long number = Decimal.parse(value);
    if (number == Decimal.INVALID || number > Integer.MAX_VALUE) isWrong = true;
    return number;
  }

  private void notifyReadiness() {
    if (notificationFd < 0) return;
    posix.write((int) notificationFd, NEWLINE, 0, 1);
    posix.close((int) notificationFd);
  }
}
