package s6j.svc.notify;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * s6-notify-fd-from-socket: becomes a daemon that tells its readiness to a NOTIFY_SOCKET, and
 * leaves a helper behind that passes it on to a notification descriptor.
 */
public final class NotifyFdFromSocket {
  private static final byte[] NAME = CString.of("s6-notify-fd-from-socket");

  /** Of the helper: socket, notification, process, its pid, and that of s6-tree. */
  private static final int NUMBERS = 5;

  static final Option ATTACHED =
      Option.flag('f', "no-doublefork", "let the helper be a child of the daemon");
  static final Option DETACHED =
      Option.flag("doublefork", "do not let the helper be a child of the daemon (default)");
  private static final Option NOTIFICATION =
      Option.value(
          '3', "notification-fd", "fd", "tell readiness here (default: ./notification-fd)");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "timeout", "give up after this many milliseconds; 0 is never")
          .complaint("timeout must be an unsigned integer");
  private static final Option WATCHDOG =
      Option.value(
              'w',
              "watchdog",
              "watchdogms",
              "end the daemon by SIGABRT if WATCHDOG=1 does not come so often")
          .number(1, Integer.MAX_VALUE);

  private static final Option KEEP =
      Option.flag('s', "status", "keep what it says in supervise/told, until it has ended");

  private final Posix posix;
  private final Messages messages;
  private final Line line;

  private NotifyFdFromSocket(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
  }

  public static Program declaration() {
    return new Program(
            "s6-notify-fd-from-socket",
            "notify-fd-from-socket",
            "[ -f ] [ -s ] [ -3 fd ] [ -t timeout ] [ -w watchdogms ] prog...",
            "passes on the readiness that a daemon tells by sd_notify",
            NotifyFdFromSocket::run)
        .options(ATTACHED, DETACHED, NOTIFICATION, TIMEOUT, WATCHDOG, KEEP);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    HelperProcess helper = HelperProcess.of(posix, arguments, NUMBERS);
    if (helper != null && helper.isDetacher()) return helper.detach();
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    byte[][] words = helper == null ? arguments : helper.commandLine();
    Line line = program.read(words, messages, helper == null ? 1 : 0);
    long timeoutMillis = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    NotifyFdFromSocket self = new NotifyFdFromSocket(posix, messages, line);
    if (helper == null) return self.become(arguments);
    long watchdog = line.number(WATCHDOG, 0);
    boolean isWatched = watchdog > 0 || line.has(KEEP);
    int process = isWatched ? helper.number(2) : NotifyHelper.NONE;
    NotifyHelper notify =
        new NotifyHelper(posix, messages, helper.number(0), helper.number(1), process);
    int pid = helper.number(3);
    int tree = helper.number(4);
    // What the supervisor knows is s6-tree, if that is there.
    if (line.has(KEEP)) notify.keepingTold(tree > 0 ? tree : pid);
    if (isWatched) notify.following(new MainProcess(posix, pid, tree));
    return notify.forward(timeoutMillis, watchdog);
  }

  private int become(byte[][] arguments) {
    int fd = NotificationFd.find(posix, messages, line.bytes(NOTIFICATION, null));
    if (fd < 0) return -fd;
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(ExitCode.SYSTEM, socket);
    SocketAddress address = new SocketAddress();
    int answer = bind(socket, address);
    if (answer < 0) return messages.fatal().unableTo("bind").exit(ExitCode.SYSTEM, answer);
    long watchdog = line.number(WATCHDOG, 0);
    boolean isWatched = watchdog > 0 || line.has(KEEP);
    int own = isWatched ? posix.openProcess(posix.getpid()) : socket;
    if (own < 0) return messages.fatal().unableTo("watch a process").exit(ExitCode.SYSTEM, own);
    int gone = watchdog > 0 ? posix.unlink(Posix.CWD, NotifyHelper.MARK) : 0;
    if (gone < 0 && gone != -Errno.ENOENT) messages.warning().unableTo("remove a mark", gone);
    int tree = isWatched ? MainProcess.treeAbove(posix) : 0;
    int announced = tree > 0 ? MainProcess.announce(posix) : 0;
    if (announced < 0) messages.warning().unableTo("tell of a main process", announced);
    int[] numbers = {socket, fd, own, posix.getpid(), tree};
    int[] kept = isWatched ? new int[] {socket, fd, own} : new int[] {socket, fd};
    boolean detached = !line.chose(ATTACHED, DETACHED);
    answer =
        HelperProcess.start(posix, NAME, arguments, line.firstOperand(), numbers, kept, detached);
    if (answer < 0)
      return messages.fatal().unableTo("start a helper").exit(ExitCode.SYSTEM, answer);
    posix.close(socket);
    posix.close(fd);
    if (isWatched) posix.close(own);
    Environment environment = new Environment(posix);
    environment.set("NOTIFY_SOCKET", variable(address));
    if (watchdog > 0) {
      environment.set("WATCHDOG_USEC", Decimal.string(watchdog * 1000));
      environment.set("WATCHDOG_PID", Decimal.string(posix.getpid()));
    }
    return new NextProgram(posix, messages, line.operands(0)).exec(environment);
  }

  /** The kernel chooses an abstract name. */
  private int bind(int socket, SocketAddress address) {
    address.unix(new byte[0], 0);
    int answer = posix.bind(socket, address);
    if (answer >= 0) answer = posix.localAddress(socket, address);
    if (answer < 0) return answer;
    return address.pathLength > 1 && address.path[0] == 0 ? 0 : -Errno.EADDRNOTAVAIL;
  }

  private static byte[] variable(SocketAddress address) {
    byte[] name = new byte[address.pathLength];
    System.arraycopy(address.path, 0, name, 0, name.length);
    name[0] = '@';
    return name;
  }
}
