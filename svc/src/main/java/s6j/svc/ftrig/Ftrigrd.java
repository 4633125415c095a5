package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-ftrigrd: listens to fifodirs for a program that uses s6's C library, which starts it. Requests
 * come on standard input and are answered on standard output; what was heard goes to the descriptor
 * that SKALIBS_CHILD_SPAWN_FDS names.
 */
public final class Ftrigrd {
  private static final byte[] HELLO = CString.of("ftrigr v2.0 (b)\n");
  private static final byte[] WELCOME = CString.of("ftrigr v2.0 (a)\n");
  private static final String CHANNEL = "SKALIBS_CHILD_SPAWN_FDS";
  private static final long HELLO_MILLIS = 5000;
  private static final int OTHERS = 3;
  private static final int ENDED = -1;

  private final Posix posix;
  private final Messages messages;
  private final MessageReader requests;
  private final MessageWriter answers;
  private final MessageWriter events;
  private final FtrigRequests listening;
  private Poller poller = new Poller(16);

  private Ftrigrd(Posix posix, Messages messages, int channel) {
    this.posix = posix;
    this.messages = messages;
    this.requests = new MessageReader(posix, 0);
    this.answers = new MessageWriter(posix, 1);
    this.events = new MessageWriter(posix, channel);
    this.listening = new FtrigRequests(posix, answers, events);
  }

  public static Program declaration() {
    return new Program(
        "s6-ftrigrd", null, "", "listens to fifodirs for s6's C library", Ftrigrd::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    if (posix.descriptorFlags(0) < 0 || posix.descriptorFlags(1) < 0)
      return messages.fatal().unableTo("make fds nonblocking").exit(ExitCode.SYSTEM, Errno.EBADF);
    int channel = channel(posix);
    if (channel < 0)
      return messages.fatal().unableTo("sync with client").exit(ExitCode.SYSTEM, channel);
    posix.ignoreSignal(Signal.SIGPIPE);
    for (int fd : new int[] {0, 1, channel}) posix.setNonBlocking(fd, true);
    Ftrigrd daemon = new Ftrigrd(posix, messages, channel);
    int code = daemon.greet();
    if (code == 0) code = daemon.serve();
    daemon.listening.endAll();
    return code == ENDED ? 0 : code;
  }

  /** The descriptor for what is heard, or the negated errno. */
  private static int channel(Posix posix) {
    byte[] value = new Environment(posix).get(CHANNEL);
    long fd = value == null ? Decimal.INVALID : Decimal.parse(value);
    if (fd < 2 || fd > 1 << 20) return -Errno.EPROTO;
    int flags = posix.descriptorFlags((int) fd);
    return flags < 0 ? flags : (int) fd;
  }

  private int greet() {
    long deadline = Deadline.after(posix.monotonicNanos(), HELLO_MILLIS);
    byte[] hello = requests.next();
    int error = 0;
    while (hello == null && error == 0) {
      error = await(deadline);
      hello = requests.next();
    }
    if (hello == null)
      return messages.fatal().unableTo("sync with client").exit(ExitCode.SYSTEM, error);
    if (!CString.equal(hello, HELLO))
      return messages.fatal().unableTo("sync with client").exit(ExitCode.SYSTEM, Errno.EPROTO);
    events.begin(WELCOME.length).put(WELCOME);
    answers.begin(WELCOME.length).put(WELCOME);
    return flush();
  }

  /** Waits for a part of the first message: 0, or the negated errno. */
  private int await(long deadline) {
    poller.clear();
    poller.add(requests.descriptor(), Poller.READ);
    int ready = poller.await(posix, deadline);
    if (ready == 0) return -Errno.ETIMEDOUT;
    if (ready < 0) return ready;
    int count = requests.fill();
    if (count == 0) return -Errno.EPIPE;
    return count > 0 || count == -Errno.EAGAIN ? 0 : count;
  }

  /** Until the client has gone ({@link #ENDED}) or something has failed and been said. */
  private int serve() {
    // Requests may have come with the greeting.
    int code = obeyAll();
    if (code == 0) code = flush();
    while (code == 0) {
      prepare();
      int ready = poller.await(posix, listening.deadline());
      if (ready < 0) return messages.fatal().unableTo("iopause").exit(ExitCode.SYSTEM, ready);
      listening.expire(posix.monotonicNanos());
      if (ready > 0) {
        listening.hear(poller, OTHERS);
        if (poller.readable(0)) code = obey();
      }
      if (code == 0) code = flush();
    }
    return code;
  }

  private void prepare() {
    int count = OTHERS + listening.count();
    if (poller.descriptors.length < count) poller = new Poller(2 * count);
    poller.clear();
    poller.add(requests.descriptor(), Poller.READ);
    poller.add(answers.isEmpty() ? -1 : answers.descriptor(), Poller.WRITE);
    poller.add(events.isEmpty() ? -1 : events.descriptor(), Poller.WRITE);
    listening.addTo(poller);
  }

  private int obey() {
    int count = requests.fill();
    if (count == 0) return ENDED;
    if (count < 0 && count != -Errno.EAGAIN)
      return messages.fatal().unableTo("read messages from client").exit(ExitCode.SYSTEM, count);
    return obeyAll();
  }

  private int obeyAll() {
    for (byte[] request = requests.next(); request != null; request = requests.next())
      if (!listening.obey(request)) return wrong();
    return requests.isTooLong() ? wrong() : 0;
  }

  private int wrong() {
    return messages.fatal().text("invalid client request").exit(ExitCode.USAGE);
  }

  private int flush() {
    int error = answers.flush();
    if (error == -Errno.EPIPE) return ENDED;
    if (error < 0) return messages.fatal().unableTo("flush stdout").exit(ExitCode.SYSTEM, error);
    error = events.flush();
    if (error == -Errno.EPIPE) return ENDED;
    return error < 0 ? messages.fatal().unableTo("flush asyncout").exit(ExitCode.SYSTEM, error) : 0;
  }
}
