package s6j.log.loop;

import static s6j.posix.OpenFlags.O_NONBLOCK;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.talk.Announcement;
import s6j.log.script.LogScript;
import s6j.log.script.LogSettings;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.StandardDescriptors;

/** s6-log: reads lines, and stores, shows or forwards those that its script selects. */
public final class LogMain {
  private static final int LONGEST_MESSAGE = 1024;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private static final Option NOTIFICATION =
      Option.value('d', "notif", "write a newline to descriptor notif when ready").number();
  private static final Option QUIET = Option.flag('q', "be quieter: no warnings");
  private static final Option VERBOSE = Option.flag('v', "be more verbose");
  private static final Option BLOCKING = Option.flag('b', "do not read while lines are unwritten");
  private static final Option IGNORE_TERM = Option.flag('p', "ignore SIGTERM");
  private static final Option LINE_LIMIT =
      Option.value('l', "linelimit", "split lines after so many bytes, 0 never (8192)").number();
  private static final Option LAST_LINE =
      Option.value('t', "lastlinetimeout", "wait so many ms for the end of the last line (2000)")
          .number();

  private LogMain() {}

  public static Program declaration() {
    return new Program(
            "s6-log",
            "log",
            "[ -d notif ] [ -q | -v ] [ -b ] [ -p ] [ -l linelimit ] [ -t lastlinetimeout ] [ -- ]"
                + " logging_script",
            "logs its standard input into rotated files, selected and stamped as a script says",
            LogMain::run)
        .options(NOTIFICATION, QUIET, VERBOSE, BLOCKING, IGNORE_TERM, LINE_LIMIT, LAST_LINE);
  }

  public static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = messages(posix, arguments[0]);
    LogSettings settings = new LogSettings();
    Line line = program.open(arguments, messages);
    int code = take(posix, line, settings, messages);
    if (code != 0) return code;
    LogScript script = new LogScript(posix, messages, settings, currentMask(posix), arguments[0]);
    code = script.read(arguments, line.firstOperand());
    return code != 0 ? code : start(posix, messages, settings, script);
  }

  public static Messages messages(Posix posix, byte[] calledAs) {
    return new Messages(posix, CString.baseName(calledAs), LONGEST_MESSAGE).neverWaiting();
  }

  /** An empty script. */
  public static LogScript script(
      Posix posix, Messages messages, LogSettings settings, byte[] calledAs) {
    return new LogScript(posix, messages, settings, currentMask(posix), calledAs);
  }

  private static int take(Posix posix, Line line, LogSettings settings, Messages messages) {
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == QUIET && settings.verbosity > 0) settings.verbosity--;
      if (given.option == VERBOSE) settings.verbosity++;
      if (given.option != NOTIFICATION) continue;
      int code = readNotification(posix, given.number(), settings, messages);
      if (code != 0) return code;
    }
    settings.blocking = line.has(BLOCKING);
    settings.ignoresTerm = line.has(IGNORE_TERM);
    settings.lineLimit = line.number(LINE_LIMIT, settings.lineLimit);
    settings.lastLineMillis = line.number(LAST_LINE, settings.lastLineMillis);
    return line.judge(1);
  }

  private static int readNotification(
      Posix posix, long number, LogSettings settings, Messages messages) {
    if (number <= STDERR)
      return messages.fatal().text("notification fd must be 3 or more").exit(ExitCode.USAGE);
    int flags = number > Integer.MAX_VALUE ? -Errno.EBADF : posix.descriptorFlags((int) number);
    if (flags < 0)
      return messages.fatal().text("invalid notification fd").exit(ExitCode.USAGE, flags);
    settings.notificationFd = (int) number;
    return 0;
  }

  private static int currentMask(Posix posix) {
    int mask = posix.umask(0);
    posix.umask(mask);
    return mask;
  }

  /** Opens what the script needs and runs it; the exit code. */
  public static int start(Posix posix, Messages messages, LogSettings settings, LogScript script) {
    int error = StandardDescriptors.open(posix);
    if (error < 0)
      return messages
          .fatal()
          .unableTo("ensure stdin/stdout/stderr are open")
          .exit(ExitCode.SYSTEM, error);
    int code = script.open(posix.monotonicNanos());
    if (code == 0) code = run(posix, messages, settings, script);
    script.release();
    return code;
  }

  private static int run(Posix posix, Messages messages, LogSettings settings, LogScript script) {
    int signals = takeSignals(posix);
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    boolean mayBlock = script.output() != null && makeOutputNonBlocking(posix);
    LogLoop loop = new LogLoop(posix, messages, settings, script, signals);
    announce(posix, settings.notificationFd);
    int code = loop.run();
    posix.close(signals);
    if (mayBlock) posix.setNonBlocking(STDOUT, false);
    return code;
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
    int flags = posix.descriptorFlags(STDOUT);
    if (flags < 0 || (flags & O_NONBLOCK) != 0) return false;
    return posix.setNonBlocking(STDOUT, true) >= 0;
  }

  private static void announce(Posix posix, int fd) {
    if (fd != 0) Announcement.tell(posix, fd);
  }
}
