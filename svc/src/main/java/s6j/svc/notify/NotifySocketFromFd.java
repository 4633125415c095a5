package s6j.svc.notify;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
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
  private static final byte[] NAME = CString.of("s6-notify-socket-from-fd");
  private static final byte[] BARRIER = CString.of("BARRIER=1\n");

  private static final Option DESCRIPTOR =
      Option.value('d', "notification-fd", "fd", "where the daemon tells readiness (default 1)")
          .complaint("notification-fd must be an unsigned integer");
  private static final Option KEEP =
      Option.flag('k', "keep-environment", "leave NOTIFY_SOCKET in the environment");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "timeout", "give up after this many milliseconds; 0 is never")
          .complaint("timeout must be an unsigned integer");

  private final Posix posix;
  private final Line line;
  private final long timeoutMillis;
  private Messages messages;

  private NotifySocketFromFd(Posix posix, Messages messages, Line line, long timeoutMillis) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
    this.timeoutMillis = timeoutMillis;
  }

  public static Program declaration() {
    return new Program(
            "s6-notify-socket-from-fd",
            "notify-socket-from-fd",
            "[ -d fd ] [ -f ] [ -t timeout ] [ -k ] prog...",
            "tells systemd the readiness that a daemon tells on a descriptor",
            NotifySocketFromFd::run)
        .options(
            DESCRIPTOR, NotifyFdFromSocket.ATTACHED, NotifyFdFromSocket.DETACHED, KEEP, TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    HelperProcess helper = HelperProcess.of(posix, arguments, 2);
    if (helper != null && helper.isDetacher()) return helper.detach();
    byte[] name = CString.baseName(arguments[0]);
    Messages messages = new Messages(posix, name);
    byte[][] words = helper == null ? arguments : helper.commandLine();
    Line line = program.read(words, messages, helper == null ? 1 : 0);
    int fd = (int) line.number(DESCRIPTOR, 1);
    long timeoutMillis = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    NotifySocketFromFd self = new NotifySocketFromFd(posix, messages, line, timeoutMillis);
    Environment environment = new Environment(posix);
    byte[] socket = environment.get("NOTIFY_SOCKET");
    if (helper != null) return self.forward(name, helper.number(0), helper.number(1), socket);
    int code = socket == null ? 0 : self.startHelper(arguments, fd);
    if (code != 0) return code;
    if (!line.has(KEEP)) environment.unset("NOTIFY_SOCKET");
    return new NextProgram(posix, messages, line.operands(0)).exec(environment);
  }

  private int startHelper(byte[][] arguments, int fd) {
    int[] ends = new int[2];
    int answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return messages.fatal().unableTo("make a pipe").exit(ExitCode.SYSTEM, answer);
    int[] numbers = {ends[0], posix.getpid()};
    int[] kept = {ends[0]};
    boolean detached = !line.chose(NotifyFdFromSocket.ATTACHED, NotifyFdFromSocket.DETACHED);
    answer =
        HelperProcess.start(posix, NAME, arguments, line.firstOperand(), numbers, kept, detached);
    if (answer < 0)
      return messages.fatal().unableTo("start a helper").exit(ExitCode.SYSTEM, answer);
    posix.close(ends[0]);
    if (ends[1] == fd) answer = posix.setCloseOnExec(ends[1], false);
    else answer = posix.dup2(ends[1], fd);
    if (answer < 0) return messages.fatal().unableTo("fd_move").exit(ExitCode.SYSTEM, answer);
    if (ends[1] != fd) posix.close(ends[1]);
    return 0;
  }

  /** The helper: 0 once systemd has taken note, 1 if the daemon closed its end, 99 too late. */
  private int forward(byte[] name, int pipe, int daemon, byte @Nullable [] socket) {
    messages = new Messages(posix, CString.concat(name, CString.of(" (child)"))).neverWaiting();
    posix.ignoreSignal(Signal.SIGPIPE);
    long deadline = Timeout.deadline(posix, timeoutMillis);
    byte[] buffer = new byte[4096];
    for (; ; ) {
      int ready = await(pipe, deadline);
      if (ready == 0) return ExitCode.TIMED_OUT;
      int length = ready < 0 ? ready : posix.read(pipe, buffer, 0, buffer.length);
      if (length == 0) return 1;
      if (length < 0)
        return messages.fatal().unableTo("read from parent").exit(ExitCode.SYSTEM, length);
      if (posix.indexOf(buffer, 0, length, '\n') >= 0) break;
    }
    posix.close(pipe);
    return tell(daemon, socket == null ? new byte[0] : socket, deadline);
  }

  private int tell(int daemon, byte[] path, long deadline) {
    int socket = connect(path);
    if (socket == -Errno.ENAMETOOLONG) return untold("a", path, socket);
    if (socket < 0) return untold("notification", path, socket);
    byte[] message = CString.concat(CString.of("READY=1\nMAINPID="), Decimal.string(daemon));
    message = CString.concat(message, CString.of("\n"));
    int answer = posix.sendTo(socket, message, 0, message.length, null);
    if (answer < 0) return untold("notification", path, answer);
    int[] ends = new int[2];
    answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return messages.fatal().unableTo("make a pipe").exit(ExitCode.SYSTEM, answer);
    DescriptorSet attached = new DescriptorSet();
    attached.descriptors[attached.count++] = ends[1];
    answer = posix.sendWithDescriptors(socket, BARRIER, 0, BARRIER.length, attached);
    if (answer < 0) return untold("notification barrier", path, answer);
    posix.close(socket);
    posix.close(ends[1]);
    answer = await(ends[0], deadline);
    if (answer < 0) return messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, answer);
    return answer == 0 ? ExitCode.TIMED_OUT : 0;
  }

  private int untold(String what, byte[] path, int error) {
    messages.fatal().unableTo("send ").text(what).text(" message to ");
    return messages.bytes(path).exit(ExitCode.SYSTEM, error);
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
    poller.add(pipe, Poller.READ);
    return poller.await(posix, deadline);
  }
}
