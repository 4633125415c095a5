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
import s6j.posix.DescriptorSet;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/**
 * s6-notify-socket-from-fd: becomes a daemon that tells its readiness on a descriptor, and leaves a
 * helper behind that passes it on to NOTIFY_SOCKET, as systemd wants it.
 */
public final class NotifySocketFromFd {
  /** It has only a long name. */
  private static final char DOUBLEFORK = '\1';

  private static final byte[] NAME = CString.of("s6-notify-socket-from-fd");
  private static final byte[] BARRIER = CString.of("BARRIER=1\n");

  private final Posix posix;
  private final Program program;
  private final byte[] name;
  private Messages messages;
  private long fd = 1;
  private long timeoutMillis;
  private boolean detached = true;
  private boolean keepsVariable;
  private int firstOperand;

  private NotifySocketFromFd(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.name = CString.baseName(arguments[0]);
    this.messages = new Messages(posix, name);
  }

  public static Program declaration() {
    return new Program(
            "s6-notify-socket-from-fd",
            "notify-socket-from-fd",
            "[ -d fd ] [ -f ] [ -t timeout ] [ -k ] prog...",
            "tells systemd the readiness that a daemon tells on a descriptor",
            NotifySocketFromFd::run)
        .value('d', "notification-fd", "fd", "where the daemon tells readiness (default 1)")
        .flag('f', "no-doublefork", "let the helper be a child of the daemon")
        .flag(DOUBLEFORK, "doublefork", "do not let the helper be a child of the daemon (default)")
        .flag('k', "keep-environment", "leave NOTIFY_SOCKET in the environment")
        .value('t', "timeout", "timeout", "give up after this many milliseconds; 0 is never");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    NotifySocketFromFd self = new NotifySocketFromFd(posix, program, arguments);
    HelperProcess helper = HelperProcess.of(posix, arguments, 2);
    if (helper != null && helper.isDetacher()) return helper.detach();
    int code = self.parse(helper == null ? arguments : helper.commandLine());
    if (code != 0) return code;
    Environment environment = new Environment(posix.environment());
    byte[] socket = environment.get("NOTIFY_SOCKET");
    if (helper != null) return self.forward(helper.number(0), helper.number(1), socket);
    if (self.firstOperand >= arguments.length) return self.messages.usage(program);
    code = self.checkNumbers();
    if (code == 0 && socket != null) code = self.startHelper(arguments);
    if (code != 0) return code;
    if (!self.keepsVariable) environment.unset("NOTIFY_SOCKET");
    byte[][] next = Operands.from(arguments, self.firstOperand);
    return new NextProgram(posix, self.messages, next).exec(environment);
  }

  private int parse(byte[][] arguments) {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!take(option, options.value())) return options.refuse(messages);
    firstOperand = options.firstOperand();
    return 0;
  }

  /** 0, or 100 once it has said what is no number. */
  private int checkNumbers() {
    boolean wrongFd = fd == Decimal.INVALID;
    if (!wrongFd && timeoutMillis != Decimal.INVALID) return 0;
    messages.fatal().text(wrongFd ? "notification-fd" : "timeout");
    return messages.text(" must be an unsigned integer").exit(100);
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'd' -> fd = Decimal.parse(value);
      case 'f' -> detached = false;
      case DOUBLEFORK -> detached = true;
      case 'k' -> keepsVariable = true;
      case 't' -> timeoutMillis = Timeout.parse(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int startHelper(byte[][] arguments) {
    int[] ends = new int[2];
    int answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return messages.fatal().unableTo("make a pipe").exit(111, answer);
    int[] numbers = {ends[0], posix.getpid()};
    int[] kept = {ends[0]};
    answer = HelperProcess.start(posix, NAME, arguments, firstOperand, numbers, kept, detached);
    if (answer < 0) return messages.fatal().unableTo("start a helper").exit(111, answer);
    posix.close(ends[0]);
    if (ends[1] == (int) fd) answer = posix.setCloseOnExec(ends[1], false);
    else answer = posix.dup2(ends[1], (int) fd);
    if (answer < 0) return messages.fatal().unableTo("fd_move").exit(111, answer);
    if (ends[1] != (int) fd) posix.close(ends[1]);
    return 0;
  }

  /** The helper: 0 once systemd has taken note, 1 if the daemon closed its end, 99 too late. */
  private int forward(int pipe, int daemon, byte[] socket) {
    messages = new Messages(posix, CString.concat(name, CString.of(" (child)"))).neverWaiting();
    posix.ignoreSignal(Signal.SIGPIPE);
    long deadline = Timeout.deadline(posix, timeoutMillis);
    byte[] buffer = new byte[4096];
    for (; ; ) {
      int ready = await(pipe, deadline);
      if (ready == 0) return 99;
      int length = ready < 0 ? ready : posix.read(pipe, buffer, 0, buffer.length);
      if (length == 0) return 1;
      if (length < 0) return messages.fatal().unableTo("read from parent").exit(111, length);
      if (posix.indexOf(buffer, 0, length, '\n') >= 0) break;
    }
    posix.close(pipe);
    return tell(daemon, socket == null ? new byte[0] : socket, deadline);
  }

  private int tell(int daemon, byte[] path, long deadline) {
    int socket = connect(path);
    if (socket == -Errno.ENAMETOOLONG) return untold("a", path, socket);
    if (socket < 0) return untold("notification", path, socket);
    Text ready = new Text().add("READY=1\nMAINPID=").add(daemon).add("\n");
    byte[] message = ready.toBytes();
    int answer = posix.sendTo(socket, message, 0, message.length, null);
    if (answer < 0) return untold("notification", path, answer);
    int[] ends = new int[2];
    answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return messages.fatal().unableTo("make a pipe").exit(111, answer);
    DescriptorSet attached = new DescriptorSet();
    attached.descriptors[attached.count++] = ends[1];
    answer = posix.sendWithDescriptors(socket, BARRIER, 0, BARRIER.length, attached);
    if (answer < 0) return untold("notification barrier", path, answer);
    posix.close(socket);
    posix.close(ends[1]);
    answer = await(ends[0], deadline);
    if (answer < 0) return messages.fatal().unableTo("poll").exit(111, answer);
    return answer == 0 ? 99 : 0;
  }

  private int untold(String what, byte[] path, int error) {
    messages.fatal().unableTo("send ").text(what).text(" message to ");
    return messages.bytes(path).exit(111, error);
  }

  /** A socket connected to a path, or to an abstract name if it starts with @. */
  private int connect(byte[] path) {
    SocketAddress address = new SocketAddress();
    byte[] bytes = CString.slice(path, 0, CString.length(path));
    if (bytes.length == 0) return -Errno.ECONNREFUSED;
    if (bytes[0] == '@') bytes[0] = 0;
    if (!address.unix(bytes, bytes.length)) return -Errno.ENAMETOOLONG;
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    if (socket < 0) return socket;
    int answer = posix.connect(socket, address);
    if (answer >= 0) return socket;
    posix.close(socket);
    return answer;
  }

  /** 1 once there is something to read, 0 when it is too late, or the negated errno. */
  private int await(int pipe, long deadline) {
    Poller poller = new Poller(1);
    for (; ; ) {
      poller.clear();
      poller.add(pipe, Poller.READ);
      int ready = posix.poll(poller, Deadline.timeoutMillis(deadline, posix.monotonicNanos()));
      if (ready > 0) return 1;
      if (ready < 0 && ready != -Errno.EINTR) return ready;
      if (Deadline.passed(deadline, posix.monotonicNanos())) return 0;
    }
  }
}
