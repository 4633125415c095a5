package s6j.log;

import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.OpenFlags.O_RDWR;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-log: reads lines, and stores, shows or forwards those that its script selects. */
final class LogMain {
  private static final int USAGE = 100;
  private static final int SYSTEM_TROUBLE = 111;
  private static final int LONGEST_MESSAGE = 1024;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final byte[] NULL_DEVICE = CString.of("/dev/null");
  private static final byte[] NEWLINE = {'\n'};

  private LogMain() {}

  public static Program declaration() {
    return new Program(
            "s6-log",
            "log",
            "[ -d notif ] [ -q | -v ] [ -b ] [ -p ] [ -l linelimit ] [ -t lastlinetimeout ] [ -- ]"
                + " logging_script",
            "logs its standard input into rotated files, selected and stamped as a script says",
            LogMain::run)
        .value('d', "notif", "write a newline to descriptor notif when ready")
        .flag('q', "be quieter: no warnings")
        .flag('v', "be more verbose")
        .flag('b', "do not read while lines are unwritten")
        .flag('p', "ignore SIGTERM")
        .value('l', "linelimit", "split lines after so many bytes, 0 never (8192)")
        .value('t', "lastlinetimeout", "wait so many ms for the end of the last line (2000)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = messages(posix, arguments[0]);
    LogSettings settings = new LogSettings();
    Options options = new Options(program, arguments);
    int code = read(posix, options, settings, messages, program);
    if (code != 0) return code;
    if (options.firstOperand() >= arguments.length) return messages.usage(program);
    LogScript script = new LogScript(posix, messages, settings, currentMask(posix), arguments[0]);
    code = script.read(arguments, options.firstOperand());
    return code != 0 ? code : start(posix, messages, settings, script);
  }

  static Messages messages(Posix posix, byte[] calledAs) {
    return new Messages(posix, CString.baseName(calledAs), LONGEST_MESSAGE).neverWaiting();
  }

  /** An empty script. */
  static LogScript script(Posix posix, Messages messages, LogSettings settings, byte[] calledAs) {
    return new LogScript(posix, messages, settings, currentMask(posix), calledAs);
  }

  private static int read(
      Posix posix, Options options, LogSettings settings, Messages messages, Program program) {
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      int code = readOption(posix, letter, options.value(), settings, messages, program);
      if (code != 0) return code;
    }
    return 0;
  }

  private static int readOption(
      Posix posix,
      int letter,
      byte[] value,
      LogSettings settings,
      Messages messages,
      Program program) {
    long number = value == null ? 0 : Decimal.parse(value);
    if (number < 0) return messages.usage(program);
    switch (letter) {
      case 'q' -> settings.verbosity -= settings.verbosity > 0 ? 1 : 0;
      case 'v' -> settings.verbosity++;
      case 'b' -> settings.blocking = true;
      case 'p' -> settings.ignoresTerm = true;
      case 'l' -> settings.lineLimit = number;
      case 't' -> settings.lastLineMillis = number;
      case 'd' -> {
        return readNotification(posix, number, settings, messages);
      }
      default -> {
        return messages.usage(program);
      }
    }
    return 0;
  }

  private static int readNotification(
      Posix posix, long number, LogSettings settings, Messages messages) {
    if (number <= STDERR)
      return messages.fatal().text("notification fd must be 3 or more").exit(USAGE);
    int flags = number > Integer.MAX_VALUE ? -Errno.EBADF : posix.descriptorFlags((int) number);
    if (flags < 0) return messages.fatal().text("invalid notification fd").exit(USAGE, flags);
    settings.notificationFd = (int) number;
    return 0;
  }

  private static int currentMask(Posix posix) {
    int mask = posix.umask(0);
    posix.umask(mask);
    return mask;
  }

  /** Opens what the script needs and runs it; the exit code. */
  static int start(Posix posix, Messages messages, LogSettings settings, LogScript script) {
    int error = openStandardDescriptors(posix);
    if (error < 0)
      return messages
          .fatal()
          .unableTo("ensure stdin/stdout/stderr are open")
          .exit(SYSTEM_TROUBLE, error);
    int code = script.open(posix.monotonicNanos());
    if (code == 0) code = run(posix, messages, settings, script);
    script.release();
    return code;
  }

  private static int run(Posix posix, Messages messages, LogSettings settings, LogScript script) {
    int signals = takeSignals(posix);
    if (signals < 0) return messages.fatal().unableTo("trap signals").exit(SYSTEM_TROUBLE, signals);
    boolean mayBlock = script.output() != null && makeOutputNonBlocking(posix);
    LogLoop loop = new LogLoop(posix, messages, settings, script, signals);
    announce(posix, settings.notificationFd);
    int code = loop.run();
    posix.close(signals);
    if (mayBlock) posix.setNonBlocking(STDOUT, false);
    return code;
  }

  private static int openStandardDescriptors(Posix posix) {
    for (int fd = 0; fd <= STDERR; fd++) {
      if (posix.descriptorFlags(fd) >= 0) continue;
      int opened = posix.open(Posix.CWD, NULL_DEVICE, O_RDWR, 0);
      if (opened < 0) return opened;
      if (opened != fd) posix.close(opened);
    }
    return 0;
  }

  private static int takeSignals(Posix posix) {
    int ignored = posix.ignoreSignal(Signal.SIGPIPE);
    if (ignored < 0) return ignored;
    return posix.signals(
        Signal.bit(Signal.SIGTERM)
            | Signal.bit(Signal.SIGHUP)
            | Signal.bit(Signal.SIGALRM)
            | Signal.bit(Signal.SIGCHLD));
  }

  /**
   * A slow reader of stdout must not hold up the directories. Whether it is to be undone: the
   * description may be shared, with a shell say.
   */
  private static boolean makeOutputNonBlocking(Posix posix) {
    if ((posix.descriptorFlags(STDOUT) & O_NONBLOCK) != 0) return false;
    return posix.setNonBlocking(STDOUT, true) >= 0;
  }

  private static void announce(Posix posix, int fd) {
    if (fd == 0) return;
    posix.write(fd, NEWLINE, 0, 1);
    posix.close(fd);
  }
}
