package s6j.ipc.probe;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.ByteSink;
import s6j.formats.talk.HttpUrl;
import s6j.formats.talk.ListenAddress;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * s6-probe: whether a server takes connections, or answers a request as it should.
 *
 * <p>Exit codes: 0 it does; 1 it does not; 99 not in time; 100 for a wrong call; 111 if a system
 * call fails.
 */
public final class ServerProbe {
  private static final int NOT_WELL = 1;
  private static final int LONGEST = 512;
  private static final byte[] USUAL = CString.of("200-399");
  private static final byte[] LOCALHOST = CString.of("localhost:");
  private static final byte[] FIRST = CString.of("127.0.0.1:");
  private static final byte[] SECOND = CString.of("[::1]:");

  private static final Option TIMEOUT =
      Option.value('t', "timeout", "timeout", "give up after this many milliseconds; 0 is never")
          .complaint("timeout must be an unsigned integer");
  private static final Option STATUS =
      Option.value('c', "status", "codes", "of http, what is well: 200,204,300-399 (200-399)");
  private static final Option HOST =
      Option.value('H', "host", "name", "of http, the header Host, if not that of the URL");
  private static final Option SOCKET =
      Option.value('s', "socket", "path", "of http, the Unix socket that is asked");

  private final Posix posix;
  private final Messages messages;
  private final Line line;
  private final long deadline;

  private ServerProbe(Posix posix, Messages messages, Line line, long deadline) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
    this.deadline = deadline;
  }

  public static Program declaration() {
    return new Program(
            "s6-probe",
            "probe",
            "[ -t timeout ] [ -c codes ] [ -H name ] [ -s path ] http url | tcp host:port | unix path",
            "asks a server whether it is well",
            ServerProbe::run)
        .options(TIMEOUT, STATUS, HOST, SOCKET);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    long timeout = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() > 2) return line.usage();
    posix.ignoreSignal(Signal.SIGPIPE);
    ServerProbe probe = new ServerProbe(posix, messages, line, Timeout.deadline(posix, timeout));
    byte[] kind = line.operand(0);
    byte[] target = line.operand(1);
    if (CString.is(kind, "http")) return probe.http(target);
    if (CString.is(kind, "tcp")) return probe.isOpen("tcp:", target);
    if (CString.is(kind, "unix")) return probe.isOpen("unix:", target);
    return messages
        .fatal()
        .text("probes are http, tcp and unix, not ")
        .bytes(kind)
        .exit(ExitCode.USAGE);
  }

  private int isOpen(String kind, byte[] target) {
    int fd = connect(kind, target);
    if (fd < 0) return failed(target, fd);
    posix.close(fd);
    return 0;
  }

  private int http(byte[] text) {
    HttpUrl url = new HttpUrl();
    byte[] codes = line.bytes(STATUS, USUAL);
    if (!url.read(text))
      return messages
          .fatal()
          .text("no URL http://HOST:PORT/PATH: ")
          .bytes(text)
          .exit(ExitCode.USAGE);
    if (!HttpStatus.isList(codes))
      return messages.fatal().text("no status codes: ").bytes(codes).exit(ExitCode.USAGE);
    byte[] socket = line.bytes(SOCKET, null);
    byte[] target = socket == null ? url.endpoint() : socket;
    int fd = connect(socket == null ? "tcp:" : "unix:", target);
    if (fd < 0) return failed(target, fd);
    byte[] answer = new byte[LONGEST];
    int length = send(fd, request(url));
    if (length >= 0) length = receive(fd, answer);
    posix.close(fd);
    if (length < 0) return failed(target, length);
    int status = HttpStatus.of(answer, length);
    if (HttpStatus.isWanted(codes, status)) return 0;
    if (status == HttpStatus.NONE)
      return messages.fatal().bytes(text).text(" does not answer in HTTP").exit(NOT_WELL);
    return messages.fatal().bytes(text).text(" answers ").number(status).exit(NOT_WELL);
  }

  private ByteSink request(HttpUrl url) {
    ByteSink request = new ByteSink(LONGEST);
    request.put(CString.of("GET ")).put(url.target).put(CString.of(" HTTP/1.1\r\nHost: "));
    request.put(line.bytes(HOST, url.authority));
    return request.put(
        CString.of("\r\nUser-Agent: s6-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n"));
  }

  /** A connection; {@code -EINVAL} for no address, {@code -ETIMEDOUT} if it is too late. */
  private @Descriptor @OrErrno int connect(String kind, byte[] target) {
    boolean isLocalhost = CString.startsWith(target, LOCALHOST) && kind.equals("tcp:");
    if (!isLocalhost) return connectTo(kind, target);
    byte[] port = CString.slice(target, CString.length(LOCALHOST), CString.length(target));
    int fd = connectTo(kind, CString.concat(FIRST, port));
    return fd == -Errno.ECONNREFUSED ? connectTo(kind, CString.concat(SECOND, port)) : fd;
  }

  private @Descriptor @OrErrno int connectTo(String kind, byte[] target) {
    ListenAddress to = new ListenAddress();
    if (!to.read(CString.concat(CString.of(kind), target))) return -Errno.EINVAL;
    SocketAddress address = to.address;
    int fd = posix.socket(address.family, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    if (fd < 0) return fd;
    int answer = posix.connect(fd, address);
    if (answer == -Errno.EINPROGRESS || answer == -Errno.EINTR) answer = await(fd, Poller.WRITE);
    if (answer >= 0) answer = posix.socketError(fd);
    if (answer >= 0) return fd;
    posix.close(fd);
    return answer;
  }

  private @OrErrno int await(@Descriptor int fd, short events) {
    Poller poller = new Poller(1);
    poller.add(fd, events);
    int ready = poller.await(posix, deadline);
    return ready == 0 ? -Errno.ETIMEDOUT : ready;
  }

  private @OrErrno int send(@Descriptor int fd, ByteSink request) {
    int sent = 0;
    while (sent < request.length()) {
      int answer = await(fd, Poller.WRITE);
      if (answer >= 0) answer = posix.write(fd, request.array(), sent, request.length() - sent);
      if (answer < 0 && answer != -Errno.EAGAIN && answer != -Errno.EINTR) return answer;
      if (answer > 0) sent += answer;
    }
    return 0;
  }

  /** Reads until the status is there: the length. */
  private @OrErrno int receive(@Descriptor int fd, byte[] into) {
    int length = 0;
    while (!HttpStatus.isEnough(into, length)) {
      int answer = await(fd, Poller.READ);
      if (answer >= 0) answer = posix.read(fd, into, length, into.length - length);
      if (answer == 0) return length;
      if (answer < 0 && answer != -Errno.EAGAIN && answer != -Errno.EINTR) return answer;
      if (answer > 0) length += answer;
    }
    return length;
  }

  private int failed(byte[] target, int error) {
    if (error == -Errno.ETIMEDOUT)
      return messages
          .fatal()
          .bytes(target)
          .text(" does not answer in time")
          .exit(ExitCode.TIMED_OUT);
    if (error == -Errno.EINVAL)
      return messages.fatal().text("no address: ").bytes(target).exit(ExitCode.USAGE);
    boolean isOurs = error == -Errno.EMFILE || error == -Errno.ENFILE || error == -Errno.ENOMEM;
    int code = isOurs ? ExitCode.SYSTEM : NOT_WELL;
    return messages.fatal().unableTo("reach ").bytes(target).exit(code, error);
  }
}
