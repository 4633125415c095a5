package s6j.rc.change;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.BigEndian;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;

/**
 * One script run by the oneshot runner: the client's side of what s6-sudo speaks
 * (docs/specification/s6-rc.md, E.4), without its three processes. What fails is told in the words
 * of those.
 */
final class OneshotCall {
  /** Answer of {@link #proceed}: wait on. */
  static final int PENDING = -1;

  private static final String GREETING = "s6-sudo b v1.0\n";
  private static final String REQUEST = "s6-sudo a v1.0\n";
  private static final long ANSWER_MILLIS = 30_000;

  /** A runner that was killed, or its supervisor, is there again after a second. */
  private static final long RETURN_MILLIS = 5_000;

  private static final long RETRY_MILLIS = 20;
  private static final int HEADER = 6;

  /** What the runner sends next. */
  private enum Phase {
    NONE(0),
    CONNECTION(0),
    GREETING(15),
    CONFIRMATION(1),
    STATUS(4);

    final int length;

    Phase(int length) {
      this.length = length;
    }
  }

  private final Posix posix;
  private final OneshotRunner runner;
  private final boolean tells;
  private final Messages client;
  private final Messages sudo;
  private final byte[] answer = new byte[16];
  private final DescriptorSet standard = new DescriptorSet();
  private int fd = -1;
  private int service;
  private byte[] script;
  private byte[] number;
  private long timeoutMillis;
  private long deadline;
  private long giveUp;
  private boolean isRefused;
  private Phase phase = Phase.NONE;
  private int filled;

  /** {@code tells} of its connection. */
  OneshotCall(Posix posix, OneshotRunner runner, boolean tells) {
    this.tells = tells;
    this.posix = posix;
    this.runner = runner;
    client = new Messages(posix, CString.of("s6-ipcclient"), 1024);
    sudo = new Messages(posix, CString.of("s6-sudoc"), 256);
    standard.count = 3;
    for (int i = 0; i < 3; i++) standard.descriptors[i] = i;
  }

  boolean isFree() {
    return phase == Phase.NONE;
  }

  int service() {
    return service;
  }

  /** The descriptor to wait for; -1 until the runner is back. */
  int descriptor() {
    return fd;
  }

  long deadline() {
    return deadline;
  }

  /** Calls the runner: {@link #PENDING}, or the raw wait status of a failure. */
  int start(int oneshot, byte[] scriptName, byte[] serviceNumber, long millis) {
    service = oneshot;
    script = scriptName;
    number = serviceNumber;
    timeoutMillis = millis;
    isRefused = false;
    giveUp = Deadline.after(posix.monotonicNanos(), RETURN_MILLIS);
    return connect();
  }

  private int connect() {
    filled = 0;
    fd = runner.connect();
    if (fd >= 0) {
      if (tells) client.info().text("connected to ").bytes(runner.socket()).end();
      phase = Phase.GREETING;
      deadline = Deadline.after(posix.monotonicNanos(), ANSWER_MILLIS);
      return send();
    }
    if ((fd == -Errno.ECONNREFUSED || fd == -Errno.ENOENT) && canRetry()) return waitForRunner();
    client.fatal().unableTo("connect to ").bytes(runner.socket()).end(fd);
    return end(ExitCode.SYSTEM);
  }

  private boolean canRetry() {
    return !Deadline.passed(giveUp, posix.monotonicNanos()) && runner.isComing();
  }

  private int waitForRunner() {
    close();
    phase = Phase.CONNECTION;
    deadline = Deadline.after(posix.monotonicNanos(), RETRY_MILLIS);
    return PENDING;
  }

  /** Takes what the runner sent: {@link #PENDING}, or the raw wait status of the script. */
  int proceed() {
    while (true) {
      int got = posix.read(fd, answer, filled, phase.length - filled);
      if (got == -Errno.EAGAIN) return PENDING;
      if (got <= 0) return fail(hasLeft(got) ? -Errno.EPIPE : got);
      filled += got;
      if (filled < phase.length) continue;
      filled = 0;
      int status = onAnswer();
      if (status != PENDING) return status;
    }
  }

  /** The end, or that of a runner that did not read the request. */
  private boolean hasLeft(int got) {
    return got == 0 || got == -Errno.ECONNRESET && phase == Phase.GREETING;
  }

  /**
   * Looks for the runner again, or gives up, after which the runner ends the script: {@link
   * #PENDING}, or the raw wait status of a failure.
   */
  int timeOut() {
    return phase == Phase.CONNECTION ? connect() : fail(-Errno.ETIMEDOUT);
  }

  /** The command has no more time: says so of what it was about to do. */
  void giveUp() {
    giveUp = posix.monotonicNanos();
    // A runner that has come back at this very moment is not waited for.
    if (!isFree() && timeOut() == PENDING) timeOut();
  }

  private int onAnswer() {
    return switch (phase) {
      case NONE, CONNECTION -> PENDING;
      case GREETING -> greeted();
      case CONFIRMATION -> confirmed();
      case STATUS -> end(WaitStatus.passedOn((int) BigEndian.get(answer, 0, 4)));
    };
  }

  private int greeted() {
    for (int i = 0; i < phase.length; i++) {
      if (answer[i] == (byte) GREETING.charAt(i)) continue;
      sudo.fatal().text("wrong banner - check that you are connecting to a s6-sudod server").end();
      return end(100);
    }
    phase = Phase.CONFIRMATION;
    return PENDING;
  }

  /**
   * The request waits in the socket for the runner, which reads it once it has greeted. What a
   * runner that left says of that, its missing greeting says, too.
   */
  private int send() {
    byte[] request = request();
    int sent = posix.sendWithDescriptors(fd, request, 0, request.length, standard);
    boolean isClosed = sent == -Errno.EPIPE || sent == -Errno.ECONNRESET;
    if (sent == request.length || isClosed) return PENDING;
    sudo.fatal().unableTo("send args to server").end(sent < 0 ? sent : Errno.EAGAIN);
    return end(ExitCode.SYSTEM);
  }

  private byte[] request() {
    int words = script.length + number.length + 2;
    int length = REQUEST.length() + 16 + words;
    byte[] request = new byte[HEADER + length];
    BigEndian.put(length, request, 0, 4);
    BigEndian.put(standard.count, request, 4, 2);
    int at = HEADER;
    for (int i = 0; i < REQUEST.length(); i++) request[at++] = (byte) REQUEST.charAt(i);
    BigEndian.put(2, request, at, 4);
    BigEndian.put(words, request, at + 8, 4);
    System.arraycopy(script, 0, request, at + 16, script.length);
    System.arraycopy(number, 0, request, at + 17 + script.length, number.length);
    return request;
  }

  private int confirmed() {
    if (answer[0] != 0) {
      sudo.fatal().unableTo("start privileged program: server answered: ").end(answer[0] & 0xff);
      return end(ExitCode.SYSTEM);
    }
    phase = Phase.STATUS;
    deadline =
        timeoutMillis == 0 ? Deadline.NEVER : Deadline.after(posix.monotonicNanos(), timeoutMillis);
    return PENDING;
  }

  private int fail(int error) {
    switch (phase) {
      case NONE, CONNECTION -> {}
      case GREETING -> {
        if (diedBeforeGreeting(error)) return waitForRunner();
        refused(error);
      }
      case CONFIRMATION -> sudo.fatal().unableTo("get confirmation from server").end(error);
      case STATUS -> sudo.fatal().unableTo("get exit status from server").end(error);
    }
    return end(ExitCode.SYSTEM);
  }

  /** Once: a runner that says no hangs up, too. */
  private boolean diedBeforeGreeting(int error) {
    boolean first = !isRefused;
    isRefused = true;
    return first && filled == 0 && error != -Errno.ETIMEDOUT && canRetry();
  }

  private void refused(int error) {
    sudo.fatal();
    if (filled > 0) sudo.unableTo("read banner from s6-sudod").end(error);
    else
      sudo.unableTo("connect to the s6-sudod server")
          .text(" - check that you have appropriate permissions")
          .end();
  }

  private int end(int exitCode) {
    close();
    phase = Phase.NONE;
    return WaitStatus.ofExit(exitCode);
  }

  void close() {
    if (fd >= 0) posix.close(fd);
    fd = -1;
  }
}
