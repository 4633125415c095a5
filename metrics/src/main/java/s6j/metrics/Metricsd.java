package s6j.metrics;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * s6-metricsd: answers one request of HTTP for {@code /metrics} that comes on standard input, on
 * standard output; for s6-listend, s6-ipcserver and others that run a program for a connection.
 *
 * <p>Exit codes: 0 if there was an answer, whichever; 1 if there was nothing to answer, or the
 * client took too long; 100 for a wrong call; 111 if input or output fails.
 */
public final class Metricsd {
  private static final Option TIMEOUT =
      Option.value('t', "MILLIS", "for request and answer together; 10000 if not given")
          .number(1, Integer.MAX_VALUE);
  private static final long USUAL_TIMEOUT = 10_000;

  private final Posix posix;
  private final Messages messages;
  private final TreeMetrics metrics;
  private final HttpRequest request = new HttpRequest();
  private final Poller poller = new Poller(1);
  private final long deadline;

  private Metricsd(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    metrics = new TreeMetrics(posix, messages, line);
    long millis = line.number(TIMEOUT, USUAL_TIMEOUT);
    deadline = Deadline.after(posix.monotonicNanos(), millis);
  }

  public static Program declaration() {
    return new Program(
            "s6-metricsd",
            null,
            "[ -t timeout ] [ -k counts ] [ -l livedir ] scandir",
            "answers a request for figures of services",
            Metricsd::run)
        .options(TIMEOUT, TreeMetrics.COUNTS, TreeMetrics.LIVE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    Metricsd server = new Metricsd(posix, messages, line);
    if (line.refused()) return line.exitCode();
    return server.serve();
  }

  private int serve() {
    posix.setNonBlocking(0, true);
    posix.setNonBlocking(1, true);
    while (!request.isComplete()) {
      if (request.isFull()) return refuse(431, "Request Header Fields Too Large");
      int got = read();
      if (got == -Errno.ETIMEDOUT) return refuse(408, "Request Timeout");
      if (got == 0 || got == -Errno.ECONNRESET) return 1;
      if (got < 0) return messages.fatal().unableTo("read the request").exit(ExitCode.SYSTEM, got);
      request.length += got;
    }
    return answer(request.status());
  }

  private @OrErrno int read() {
    while (true) {
      int room = HttpRequest.LONGEST - request.length;
      int got = posix.read(0, request.head, request.length, room);
      if (got != -Errno.EAGAIN) return got;
      int ready = await(0, Poller.READ);
      if (ready <= 0) return ready == 0 ? -Errno.ETIMEDOUT : ready;
    }
  }

  private @OrErrno int await(int fd, short events) {
    poller.clear();
    poller.add(fd, events);
    return poller.await(posix, deadline);
  }

  private int answer(int status) {
    return switch (status) {
      case 200 -> metrics();
      case 404 -> refuse(status, "Not Found");
      case 405 -> refuse(status, "Method Not Allowed");
      default -> refuse(status, "Bad Request");
    };
  }

  private int metrics() {
    Format format = request.format();
    ByteSink text = metrics.text(format);
    if (text == null) return refuse(500, "Internal Server Error");
    ByteSink head = head(200, "OK", format.mediaType, text.length());
    if (!request.isHead()) head.put(text.array(), 0, text.length());
    return write(head);
  }

  private int refuse(int status, String reason) {
    String body = reason + "\n";
    ByteSink head = head(status, reason, "text/plain; charset=utf-8", body.length());
    return write(request.isHead() ? head : head.put(body));
  }

  private static ByteSink head(int status, String reason, String type, int length) {
    ByteSink head = new ByteSink(256 + length).put("HTTP/1.1 ").put(Decimal.string(status));
    head.put(" ").put(reason).put("\r\nContent-Type: ").put(type);
    if (status == 405) head.put("\r\nAllow: GET, HEAD");
    head.put("\r\nContent-Length: ").put(Decimal.string(length));
    return head.put("\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n\r\n");
  }

  /** A client that does not take its answer is given up. */
  private int write(ByteSink text) {
    int done = 0;
    while (done < text.length()) {
      int put = posix.write(1, text.array(), done, text.length() - done);
      if (put == -Errno.EAGAIN) {
        int ready = await(1, Poller.WRITE);
        put = ready > 0 ? 0 : ready;
        if (ready == 0) return 1;
      }
      if (put == -Errno.EPIPE || put == -Errno.ECONNRESET) return 1;
      if (put < 0) return messages.fatal().unableTo("write the answer").exit(ExitCode.SYSTEM, put);
      done += put;
    }
    return 0;
  }
}
