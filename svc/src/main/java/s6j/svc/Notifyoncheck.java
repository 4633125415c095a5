package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.LockFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * s6-notifyoncheck: becomes a daemon that cannot tell its readiness, and leaves a helper behind
 * that asks a check program again and again and tells for it.
 */
public final class Notifyoncheck {
  private static final String NOT_A_NUMBER = " must be an unsigned integer";
  private static final byte[] NAME = CString.of("s6-notifyoncheck");

  private final Posix posix;
  private final Program program;
  private final Messages messages;
  private final CheckLoop.Plan plan = new CheckLoop.Plan();
  private byte[] notificationFd;
  private boolean detached;
  private int firstOperand;

  private Notifyoncheck(Posix posix, Program program, Messages messages) {
    this.posix = posix;
    this.program = program;
    this.messages = messages;
  }

  public static Program declaration() {
    return new Program(
            "s6-notifyoncheck",
            "notifyoncheck",
            "[ -d ] [ -3 fd ] [ -s initialsleep ] [ -T globaltimeout ] [ -t localtimeout ]"
                + " [ -w waitingtime ] [ -n tries ] [ -c \"checkprog...\" ] prog...",
            "tells the readiness of a daemon as a check program sees it",
            Notifyoncheck::run)
        .flag('d', "doublefork", "do not let the helper be a child of the daemon")
        .value('3', "notification-fd", "fd", "tell readiness here (default: ./notification-fd)")
        .value('s', "initial-sleep", "ms", "wait before the first check (default 10)")
        .value('T', "global-timeout", "ms", "give up after this time; 0 is never (default)")
        .value('t', "local-timeout", "ms", "end a check after this time; 0 is never (default)")
        .value('w', "waiting-time", "ms", "wait between two checks (default 1000)")
        .value('n', "tries", "checks", "give up after so many checks; 0 is never (default 7)")
        .value('c', "check-program", "execline", "check by this (default: run ./data/check)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    byte[] name = CString.baseName(arguments[0]);
    HelperProcess helper = HelperProcess.of(posix, arguments, 2);
    if (helper != null && helper.isDetacher()) return helper.detach();
    if (helper != null) return help(posix, program, helper, name);
    Notifyoncheck daemon = new Notifyoncheck(posix, program, new Messages(posix, name));
    int code = daemon.parse(arguments);
    if (code != 0) return code;
    if (daemon.firstOperand >= arguments.length) return daemon.messages.usage(program);
    return daemon.run(arguments);
  }

  private static int help(Posix posix, Program program, HelperProcess helper, byte[] name) {
    Messages messages =
        new Messages(posix, CString.concat(name, CString.of(" (child)"))).neverWaiting();
    Notifyoncheck child = new Notifyoncheck(posix, program, messages);
    int code = child.parse(helper.commandLine());
    if (code != 0) return code;
    CheckLoop loop = new CheckLoop(posix, messages, child.plan, helper.number(0));
    return loop.run(helper.number(1));
  }

  private int parse(byte[][] arguments) {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!take(option, options.value())) return options.refuse(messages);
    firstOperand = options.firstOperand();
    return 0;
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'd' -> detached = true;
      case '3' -> notificationFd = value;
      case 'c' -> plan.script = value;
      case 's' -> plan.initialSleepMillis = Decimal.parse(value);
      case 'T' -> plan.globalTimeoutMillis = Decimal.parse(value);
      case 't' -> plan.localTimeoutMillis = Decimal.parse(value);
      case 'w' -> plan.waitingMillis = Decimal.parse(value);
      case 'n' -> plan.tries = Decimal.parse(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int run(byte[][] arguments) {
    int fd = NotificationFd.find(posix, messages, notificationFd);
    if (fd < 0) return -fd;
    String wrong = plan.wrong();
    if (wrong != null) return messages.fatal().text(wrong).text(NOT_A_NUMBER).exit(100);
    int supervised = LockFile.isSupervised(posix, CString.of("."));
    if (supervised < 0)
      return messages
          .fatal()
          .unableTo("sanity-check current service directory")
          .exit(111, supervised);
    if (supervised == 0) return messages.fatal().text("s6-supervise not running.").exit(100);
    int code = startHelper(arguments, fd);
    if (code != 0) return code;
    posix.close(fd);
    return new NextProgram(posix, messages, Operands.from(arguments, firstOperand)).exec();
  }

  /** Returns once the helper listens to events, so that it cannot miss the daemon's death. */
  private int startHelper(byte[][] arguments, int fd) {
    int[] ends = new int[2];
    int answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return messages.fatal().unableTo("make a pipe").exit(111, answer);
    int[] passed = {fd, ends[1]};
    answer = HelperProcess.start(posix, NAME, arguments, firstOperand, passed, passed, detached);
    posix.close(ends[1]);
    if (answer < 0) return messages.fatal().unableTo("start a helper").exit(111, answer);
    answer = posix.read(ends[0], new byte[1], 0, 1);
    posix.close(ends[0]);
    if (answer == 1) return 0;
    return messages.fatal().unableTo("synchronize with child").exit(111);
  }
}
