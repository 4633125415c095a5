package s6j.svc.ftrig;

import s6j.formats.BigEndian;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * What a client of s6-ftrigrd asked for and did not take back. A request is {@code +}, then its
 * number, flags, timeout in milliseconds (0: none), an operation without meaning and the length of
 * the rest, each four bytes; the rest is a fifodir and a regular expression, each NUL-ended. Or it
 * is {@code -} and a number. The answer is an errno; what is heard is told as number, errno, bytes.
 */
final class FtrigRequests {
  private static final int NUMBER = 4;
  private static final int HEAD = 1 + 5 * NUMBER;

  /** The request stays when its expression has matched, and begins anew. */
  private static final int KEEP = 1;

  /** What regcomp answers for want of memory. */
  private static final int REG_ESPACE = 12;

  private static final class Request {
    int number;
    boolean stays;
    long deadline;
    int regex;
    Subscription subscription;
  }

  private final Posix posix;
  private final MessageWriter answers;
  private final MessageWriter events;
  private Request[] requests = new Request[8];
  private int count;

  FtrigRequests(Posix posix, MessageWriter answers, MessageWriter events) {
    this.posix = posix;
    this.answers = answers;
    this.events = events;
  }

  int count() {
    return count;
  }

  /** Obeys a request and answers it; whether it is one. */
  boolean obey(byte[] message) {
    if (message.length == 1 + NUMBER && message[0] == '-') {
      answer(cancel(number(message, 1)));
      return true;
    }
    boolean isWhole = message.length >= HEAD && message[0] == '+';
    if (!isWhole || number(message, 1 + 4 * NUMBER) != message.length - HEAD) return false;
    answer(add(message));
    return true;
  }

  private void answer(int errno) {
    answers.begin(NUMBER).number(errno);
  }

  private static int number(byte[] message, int at) {
    return (int) BigEndian.get(message, at, NUMBER);
  }

  /** 0 or an errno. */
  private int cancel(int number) {
    for (int i = 0; i < count; i++) {
      if (requests[i].number != number) continue;
      remove(i);
      return 0;
    }
    return Errno.EINVAL;
  }

  private int add(byte[] message) {
    byte[] rest = CString.slice(message, HEAD, message.length);
    int length = CString.length(rest);
    // The path, its NUL, and an expression that ends with one.
    if (rest.length < 3 || rest[rest.length - 1] != 0 || length + 1 >= rest.length)
      return Errno.EPROTO;
    byte[] pattern = CString.slice(rest, length + 1, rest.length);
    return add(message, CString.slice(rest, 0, length), pattern);
  }

  private int add(byte[] message, byte[] fifodir, byte[] pattern) {
    if (RegexSize.problem(pattern) != null) return Errno.EINVAL;
    int regex = posix.compileRegex(pattern, 0);
    if (regex < 0) return regex == -REG_ESPACE ? Errno.ENOMEM : Errno.EINVAL;
    Request request = new Request();
    request.regex = regex;
    request.subscription = Subscription.toRegex(posix, regex);
    int fd = request.subscription.start(fifodir);
    if (fd < 0) {
      posix.freeRegex(regex);
      return -fd;
    }
    request.number = number(message, 1);
    request.stays = (number(message, 1 + NUMBER) & KEEP) != 0;
    long millis = number(message, 1 + 2 * NUMBER) & 0xffffffffL;
    request.deadline =
        millis == 0 ? Deadline.NEVER : Deadline.after(posix.monotonicNanos(), millis);
    keep(request);
    return 0;
  }

  private void keep(Request request) {
    if (count == requests.length) {
      Request[] more = new Request[2 * count];
      System.arraycopy(requests, 0, more, 0, count);
      requests = more;
    }
    requests[count++] = request;
  }

  /** The last takes its place. */
  private void remove(int place) {
    Request request = requests[place];
    request.subscription.end();
    posix.freeRegex(request.regex);
    requests[place] = requests[--count];
    requests[count] = null;
  }

  void endAll() {
    while (count > 0) remove(count - 1);
  }

  /** When the first of them is over. */
  long deadline() {
    long first = Deadline.NEVER;
    for (int i = 0; i < count; i++) first = Math.min(first, requests[i].deadline);
    return first;
  }

  void expire(long now) {
    for (int i = count - 1; i >= 0; i--)
      if (Deadline.passed(requests[i].deadline, now)) fail(i, Errno.ETIMEDOUT);
  }

  private void fail(int place, int errno) {
    events.begin(2 * NUMBER).number(requests[place].number).number(errno);
    remove(place);
  }

  void addTo(Poller poller) {
    for (int i = 0; i < count; i++) poller.add(requests[i].subscription.descriptor(), Poller.READ);
  }

  /** Tells what was heard; {@code first} is the place of the first request in the poller. */
  void hear(Poller poller, int first) {
    // From the end, since those that go are replaced by the last: it has been seen by then.
    for (int i = Math.min(count, poller.count - first) - 1; i >= 0; i--)
      if (poller.descriptors[first + i] == requests[i].subscription.descriptor()
          && poller.readable(first + i)) hear(i);
  }

  private void hear(int place) {
    Request request = requests[place];
    int error = request.subscription.take();
    if (error < 0) {
      fail(place, -error);
      return;
    }
    if (!request.subscription.isSatisfied()) return;
    byte[] heard = request.subscription.heard();
    events.begin(2 * NUMBER + heard.length).number(request.number).number(0).put(heard);
    if (request.stays) request.subscription.restart();
    else remove(place);
  }
}
