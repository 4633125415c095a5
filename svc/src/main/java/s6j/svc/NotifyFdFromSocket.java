package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
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
  /** It has only a long name. */
  private static final char DOUBLEFORK = '\1';

  private static final byte[] NAME = CString.of("s6-notify-fd-from-socket");
  private static final byte[] READY = CString.of("READY=1");
  private static final byte[] NEWLINE = {'\n'};
  private static final int LONGEST = 8191;

  private final Posix posix;
  private final Program program;
  private final Messages messages;
  private byte[] notificationFd;
  private long timeoutMillis;
  private boolean detached = true;
  private int firstOperand;

  private NotifyFdFromSocket(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
  }

  public static Program declaration() {
    return new Program(
            "s6-notify-fd-from-socket",
            "notify-fd-from-socket",
            "[ -f ] [ -3 fd ] [ -t timeout ] prog...",
            "passes on the readiness that a daemon tells by sd_notify",
            NotifyFdFromSocket::run)
        .flag('f', "no-doublefork", "let the helper be a child of the daemon")
        .flag(DOUBLEFORK, "doublefork", "do not let the helper be a child of the daemon (default)")
        .value('3', "notification-fd", "fd", "tell readiness here (default: ./notification-fd)")
        .value('t', "timeout", "timeout", "give up after this many milliseconds; 0 is never");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    NotifyFdFromSocket self = new NotifyFdFromSocket(posix, program, arguments);
    HelperProcess helper = HelperProcess.of(posix, arguments, 2);
    if (helper != null && helper.isDetacher()) return helper.detach();
    int code = self.parse(helper == null ? arguments : helper.commandLine());
    if (code != 0) return code;
    if (helper != null) return self.forward(helper.number(0), helper.number(1));
    if (self.firstOperand >= arguments.length) return self.messages.usage(program);
    return self.become(arguments);
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
      case 'f' -> detached = false;
      case DOUBLEFORK -> detached = true;
      case '3' -> notificationFd = value;
      case 't' -> timeoutMillis = Timeout.parse(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int become(byte[][] arguments) {
    if (timeoutMillis == Decimal.INVALID)
      return messages.fatal().text("timeout must be an unsigned integer").exit(100);
    int fd = NotificationFd.find(posix, messages, notificationFd);
    if (fd < 0) return -fd;
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(111, socket);
    SocketAddress address = new SocketAddress();
    int answer = bind(socket, address);
    if (answer < 0) return messages.fatal().unableTo("bind").exit(111, answer);
    int[] passed = {socket, fd};
    answer = HelperProcess.start(posix, NAME, arguments, firstOperand, passed, passed, detached);
    if (answer < 0) return messages.fatal().unableTo("start a helper").exit(111, answer);
    posix.close(socket);
    posix.close(fd);
    Environment environment = new Environment(posix.environment());
    environment.set("NOTIFY_SOCKET", variable(address));
    byte[][] next = Operands.from(arguments, firstOperand);
    return new NextProgram(posix, messages, next).exec(environment);
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
      long now = posix.monotonicNanos();
      if (Deadline.passed(deadline, now))
        return messages.fatal().text("timed out waiting for notification").exit(99);
      int ready = posix.poll(poller, Deadline.timeoutMillis(deadline, now));
      if (ready < 0 && ready != -Errno.EINTR)
        return messages.fatal().unableTo("poll").exit(111, ready);
      if (ready > 0 && poller.readable(0)) {
        int length = posix.receiveFrom(socket, datagram, 0, LONGEST, null);
        if (length < 0 && length != -Errno.EINTR && length != -Errno.EAGAIN)
          return messages.fatal().unableTo("receive").exit(111, length);
        if (length > 0 && tellsReady(datagram, length)) return tell(fd);
      } else if (ready > 0 && poller.readable(1)) return 0;
    }
  }

  private int tell(int fd) {
    int answer = posix.write(fd, NEWLINE, 0, 1);
    return answer < 0 ? messages.fatal().unableTo("notify").exit(111, answer) : 0;
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
