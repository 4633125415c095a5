package s6j.svc.notify;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * s6-notifyoncheck: becomes a daemon that cannot tell its readiness, and leaves a helper behind
 * that asks a check program again and again and tells for it.
 */
public final class Notifyoncheck {
  private static final byte[] NAME = CString.of("s6-notifyoncheck");

  private static final Option DETACHED =
      Option.flag('d', "doublefork", "do not let the helper be a child of the daemon");
  private static final Option NOTIFICATION =
      Option.value(
          '3', "notification-fd", "fd", "tell readiness here (default: ./notification-fd)");
  private static final Option INITIAL_SLEEP =
      Option.value('s', "initial-sleep", "ms", "wait before the first check (default 10)")
          .complaint("initial-sleep must be an unsigned integer");
  private static final Option GLOBAL_TIMEOUT =
      Option.value('T', "global-timeout", "ms", "give up after this time; 0 is never (default)")
          .complaint("global-timeout must be an unsigned integer");
  private static final Option LOCAL_TIMEOUT =
      Option.value('t', "local-timeout", "ms", "end a check after this time; 0 is never (default)")
          .complaint("local-timeout must be an unsigned integer");
  private static final Option WAITING_TIME =
      Option.value('w', "waiting-time", "ms", "wait between two checks (default 1000)")
          .complaint("waiting-time must be an unsigned integer");
  private static final Option TRIES =
      Option.value('n', "tries", "checks", "give up after so many checks; 0 is never (default 7)")
          .complaint("tries must be an unsigned integer");
  private static final Option CHECK =
      Option.value('c', "check-program", "execline", "check by this (default: run ./data/check)");

  private final Posix posix;
  private final Messages messages;
  private final Line line;

  private Notifyoncheck(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
  }

  public static Program declaration() {
    return new Program(
            "s6-notifyoncheck",
            "notifyoncheck",
            "[ -d ] [ -3 fd ] [ -s initialsleep ] [ -T globaltimeout ] [ -t localtimeout ]"
                + " [ -w waitingtime ] [ -n tries ] [ -c \"checkprog...\" ] prog...",
            "tells the readiness of a daemon as a check program sees it",
            Notifyoncheck::run)
        .options(DETACHED, NOTIFICATION, INITIAL_SLEEP, GLOBAL_TIMEOUT, LOCAL_TIMEOUT)
        .options(WAITING_TIME, TRIES, CHECK);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    byte[] name = CString.baseName(arguments[0]);
    HelperProcess helper = HelperProcess.of(posix, arguments, 2);
    if (helper != null && helper.isDetacher()) return helper.detach();
    if (helper != null) return help(posix, program, helper, name);
    Messages messages = new Messages(posix, name);
    Line line = program.read(arguments, messages, 1);
    return line.refused()
        ? line.exitCode()
        : new Notifyoncheck(posix, messages, line).run(arguments);
  }

  private static int help(Posix posix, Program program, HelperProcess helper, byte[] name) {
    Messages messages =
        new Messages(posix, CString.concat(name, CString.of(" (child)"))).neverWaiting();
    Line line = program.read(helper.commandLine(), messages, 0);
    if (line.refused()) return line.exitCode();
    CheckLoop loop = new CheckLoop(posix, messages, plan(line), helper.number(0));
    return loop.run(helper.number(1));
  }

  private static CheckLoop.Plan plan(Line line) {
    CheckLoop.Plan plan = new CheckLoop.Plan();
    plan.script = line.bytes(CHECK, null);
    plan.initialSleepMillis = line.number(INITIAL_SLEEP, plan.initialSleepMillis);
    plan.globalTimeoutMillis = line.number(GLOBAL_TIMEOUT, 0);
    plan.localTimeoutMillis = line.number(LOCAL_TIMEOUT, 0);
    plan.waitingMillis = line.number(WAITING_TIME, plan.waitingMillis);
    plan.tries = line.number(TRIES, plan.tries);
    return plan;
  }

  private int run(byte[][] arguments) {
    int fd = NotificationFd.find(posix, messages, line.bytes(NOTIFICATION, null));
    if (fd < 0) return -fd;
    plan(line);
    if (line.refused()) return line.exitCode();
    int supervised = LockFile.isSupervised(posix, CString.of("."));
    if (supervised < 0)
      return messages
          .fatal()
          .unableTo("sanity-check current service directory")
          .exit(ExitCode.SYSTEM, supervised);
    if (supervised == 0)
      return messages.fatal().text("s6-supervise not running.").exit(ExitCode.USAGE);
    int code = startHelper(arguments, fd);
    if (code != 0) return code;
    posix.close(fd);
    return new NextProgram(posix, messages, line.operands(0)).exec();
  }

  /** Returns once the helper listens to events, so that it cannot miss the daemon's death. */
  private int startHelper(byte[][] arguments, int fd) {
    int[] ends = new int[2];
    int answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return messages.fatal().unableTo("make a pipe").exit(ExitCode.SYSTEM, answer);
    int[] passed = {fd, ends[1]};
    answer =
        HelperProcess.start(
            posix, NAME, arguments, line.firstOperand(), passed, passed, line.has(DETACHED));
    posix.close(ends[1]);
    if (answer < 0)
      return messages.fatal().unableTo("start a helper").exit(ExitCode.SYSTEM, answer);
    answer = posix.read(ends[0], new byte[1], 0, 1);
    posix.close(ends[0]);
    if (answer == 1) return 0;
    return messages.fatal().unableTo("synchronize with child").exit(ExitCode.SYSTEM);
  }
}
