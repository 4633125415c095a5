package s6j.log.ship;

import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;
import s6j.posix.Turn;

/** The connection to the receiver: lines go out, and it is heard what became of them. */
final class Receiver {
  /** Hears what became of the lines that were sent. */
  interface Outcome {
    void taken();

    void refused(int status);

    /** A negated errno, or a status; it is not to be tried again so long. */
    void failed(String what, int number, long leastMillis);
  }

  private enum Phase {
    IDLE,
    CONNECTING,
    SENDING,
    AWAITING
  }

  private static final int NONE = -1;
  private static final int WRITING = 1;
  private static final int INBOX = 4096;
  private static final int MOST_READS = 64;
  private static final int MILLIS = 1000;

  private final Posix posix;
  private final ShipSettings settings;
  private final Outcome outcome;
  private final Sending sending;
  private final HttpAnswer answer = new HttpAnswer();
  private final byte[] inbox = new byte[INBOX];
  private final SocketAddress own = new SocketAddress();
  private final Turn.Place door;
  private final Turn.Timer patience;
  private Phase phase = Phase.IDLE;
  private int socket = NONE;

  Receiver(Posix posix, ShipSettings settings, LineFormat format, Turn turn, Outcome outcome) {
    this.posix = posix;
    this.settings = settings;
    this.outcome = outcome;
    sending = new Sending(posix, settings, format);
    door = turn.onReadable(NONE, ready -> knock());
    patience = turn.timer(this::isLate);
  }

  /** Whether bytes of it may be there already. */
  boolean isReached() {
    return phase == Phase.SENDING || phase == Phase.AWAITING;
  }

  /** Sends what a batch has next, over the connection that is there or a new one. */
  void send(Batch batch) {
    sending.begin(batch);
    answer.begin();
    if (socket < 0) connect();
    else await(Phase.SENDING, Poller.WRITE);
  }

  void close() {
    door.watch(NONE);
    patience.clear();
    if (socket >= 0) posix.close(socket);
    socket = NONE;
    phase = Phase.IDLE;
  }

  private void await(Phase next, short events) {
    phase = next;
    door.want(events);
    patience.after(settings.timeoutMillis);
  }

  private void connect() {
    socket = posix.socket(settings.address.family, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    int answer = socket < 0 ? socket : posix.connect(socket, settings.address);
    boolean isBegun = answer == -Errno.EINPROGRESS || answer == -Errno.EINTR;
    if (answer < 0 && !isBegun) {
      failed("reach", answer);
      return;
    }
    door.watch(socket);
    await(Phase.CONNECTING, Poller.WRITE);
  }

  private void knock() {
    switch (phase) {
      case CONNECTING -> connected();
      case SENDING -> write();
      case AWAITING -> receive();
      // It has something to say that was not asked: that it is gone, mostly.
      case IDLE -> listen();
    }
  }

  private void connected() {
    int error = posix.socketError(socket);
    if (error >= 0 && isOwn()) error = -Errno.ECONNREFUSED;
    if (error < 0) {
      failed("reach", error);
      return;
    }
    phase = Phase.SENDING;
    write();
  }

  /** Where nobody listens on a port that the system may give away, a socket may reach itself. */
  private boolean isOwn() {
    SocketAddress to = settings.address;
    if (to.family == Posix.AF_UNIX || posix.localAddress(socket, own) < 0) return false;
    boolean isSame = own.ip == to.ip && own.high == to.high && own.low == to.low;
    return isSame && own.family == to.family && own.port == to.port;
  }

  private void write() {
    int sent = sending.write(socket);
    boolean isGone = sent == -Errno.EPIPE || sent == -Errno.ECONNRESET;
    if (sent == -Errno.EAGAIN) patience.after(settings.timeoutMillis);
    else if (sent == 1) isSent();
    // It may have answered before all was sent.
    else if (settings.protocol.isHttp() && isGone) receive();
    else failed("send to", sent);
  }

  private void isSent() {
    if (settings.keeps) {
      taken();
      return;
    }
    await(Phase.AWAITING, Poller.READ);
    if (settings.protocol.isHttp()) return;
    int answer = posix.shutdown(socket, WRITING);
    if (answer < 0) failed("send to", answer);
  }

  /** Reads the answer; of others than HTTP that is the end, behind all that was read. */
  private void receive() {
    int got = 1;
    for (int i = 0; i < MOST_READS && got > 0 && !answer.isWhole(); i++) {
      got = posix.read(socket, inbox, 0, INBOX);
      if (got > 0 && settings.protocol.isHttp()) answer.take(inbox, got);
    }
    if (got == -Errno.EAGAIN) return;
    if (answer.code() != 0 && (got <= 0 || answer.isWhole())) judge();
    else if (got < 0) failed("hear from", got);
    else if (got == 0 && settings.protocol.isHttp()) failed("hear from", -Errno.ECONNRESET);
    else if (got == 0) taken();
  }

  private void listen() {
    int got = posix.read(socket, inbox, 0, INBOX);
    if (got == 0 || got < 0 && got != -Errno.EAGAIN) close();
  }

  private void judge() {
    switch (answer.verdict()) {
      case TAKEN -> taken();
      case REFUSED -> {
        close();
        outcome.refused(answer.code());
      }
      case NOT_NOW -> {
        close();
        outcome.failed("send to", answer.code(), MILLIS * answer.retryAfter());
      }
    }
  }

  private void isLate() {
    if (answer.code() != 0) judge();
    else failed("hear from", -Errno.ETIMEDOUT);
  }

  private void taken() {
    if (settings.keeps) {
      patience.clear();
      phase = Phase.IDLE;
      door.want(Poller.READ);
    } else close();
    outcome.taken();
  }

  private void failed(String what, int error) {
    close();
    outcome.failed(what, error, 0);
  }
}
