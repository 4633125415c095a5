package s6j.svc.notify;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/**
 * s6-notify-fd-from-socket: becomes a daemon that tells its readiness to a NOTIFY_SOCKET, and
 * leaves a helper behind that passes it on to a notification descriptor.
 */
public final class NotifyFdFromSocket {
  private static final byte[] NAME = CString.of("s6-notify-fd-from-socket");
  private static final byte[] READY = CString.of("READY=1");
  private static final byte[] NEWLINE = {'\n'};
  private static final int LONGEST = 8191;

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

  private final Posix posix;
  private final Messages messages;
  private final Line line;
  private final long timeoutMillis;

  private NotifyFdFromSocket(Posix posix, Messages messages, Line line, long timeoutMillis) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
    this.timeoutMillis = timeoutMillis;
  }

  public static Program declaration() {
    return new Program(
            "s6-notify-fd-from-socket",
            "notify-fd-from-socket",
            "[ -f ] [ -3 fd ] [ -t timeout ] prog...",
            "passes on the readiness that a daemon tells by sd_notify",
            NotifyFdFromSocket::run)
        .options(ATTACHED, DETACHED, NOTIFICATION, TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    HelperProcess helper = HelperProcess.of(posix, arguments, 2);
    if (helper != null && helper.isDetacher()) return helper.detach();
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    byte[][] words = helper == null ? arguments : helper.commandLine();
    Line line = program.read(words, messages, helper == null ? 1 : 0);
    long timeoutMillis = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    NotifyFdFromSocket self = new NotifyFdFromSocket(posix, messages, line, timeoutMillis);
    if (helper == null) return self.become(arguments);
    return self.forward(helper.number(0), helper.number(1));
  }

  private int become(byte[][] arguments) {
    int fd = NotificationFd.find(posix, messages, line.bytes(NOTIFICATION, null));
    if (fd < 0) return -fd;
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(ExitCode.SYSTEM, socket);
    SocketAddress address = new SocketAddress();
    int answer = bind(socket, address);
    if (answer < 0) return messages.fatal().unableTo("bind").exit(ExitCode.SYSTEM, answer);
    int[] passed = {socket, fd};
    boolean detached = !line.chose(ATTACHED, DETACHED);
    answer =
        HelperProcess.start(posix, NAME, arguments, line.firstOperand(), passed, passed, detached);
    if (answer < 0)
      return messages.fatal().unableTo("start a helper").exit(ExitCode.SYSTEM, answer);
    posix.close(socket);
    posix.close(fd);
    Environment environment = new Environment(posix);
    environment.set("NOTIFY_SOCKET", variable(address));
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

  /** The helper: ends when the daemon is ready, when nobody wants to know, or at the timeout. */
  private int forward(int socket, int fd) {
    messages.neverWaiting();
    posix.ignoreSignal(Signal.SIGPIPE);
    long deadline = Timeout.deadline(posix, timeoutMillis);
    Poller poller = new Poller(2);
    byte[] datagram = new byte[LONGEST];
    for (; ; ) {
      poller.clear();
      poller.add(socket, Poller.READ);
      poller.add(fd, (short) 0);
      int ready = poller.await(posix, deadline);
      if (ready < 0) return messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, ready);
      if (ready == 0)
        return messages.fatal().text("timed out waiting for notification").exit(ExitCode.TIMED_OUT);
      if (poller.readable(0)) {
        int length = posix.receiveFrom(socket, datagram, 0, LONGEST, null);
        if (length < 0 && length != -Errno.EINTR && length != -Errno.EAGAIN)
          return messages.fatal().unableTo("receive").exit(ExitCode.SYSTEM, length);
        if (length > 0 && tellsReady(datagram, length)) return tell(fd);
      } else if (poller.readable(1)) return 0;
    }
  }

  private int tell(int fd) {
    int answer = posix.write(fd, NEWLINE, 0, 1);
    return answer < 0 ? messages.fatal().unableTo("notify").exit(ExitCode.SYSTEM, answer) : 0;
  }

  /** Whether one of the lines is READY=1; the last one may lack its newline. */
  static boolean tellsReady(byte[] datagram, int length) {
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && datagram[to] != '\n') to++;
      if (CString.equal(CString.slice(datagram, from, to), READY)) return true;
      from = to + 1;
    }
    return false;
  }
}
