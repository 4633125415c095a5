package s6j.supervise;

import s6j.formats.talk.Handover;
import s6j.posix.Posix;
import s6j.posix.Waiting;

/** How run tells that it is ready: the pipe that it writes into, and what the notes say of that. */
final class ReadinessPipe {
  private static final int NONE = -1;

  private final Posix posix;
  private final Waiting.Seat seat;
  private int reading = NONE;

  /** The descriptor that run writes to; -1 if it does not tell. */
  int descriptor = NONE;

  /** The number of the pipe. */
  long pipe;

  /** When it was told, by the monotonic clock in nanoseconds. */
  long toldAt;

  /** What is to be read is waited for by {@code seat}. */
  ReadinessPipe(Posix posix, Waiting.Seat seat) {
    this.posix = posix;
    this.seat = seat;
  }

  /** No run has told anything yet. */
  void forget() {
    descriptor = NONE;
    pipe = 0;
  }

  boolean isListenedTo() {
    return reading >= 0;
  }

  /** {@code end} is the reading end, or negative for none. */
  void listenTo(int end) {
    reading = end;
    seat.watch(end);
  }

  /** As {@link Posix#read} answers. */
  int read(byte[] piece) {
    return posix.read(reading, piece, 0, piece.length);
  }

  void close() {
    int former = reading;
    listenTo(NONE);
    if (former >= 0) posix.close(former);
  }

  void handOver(Handover to) {
    to.tellDescriptor(reading);
    to.tell(descriptor);
    to.tell(pipe);
  }

  void takeUp(Handover from) {
    listenTo(from.nextDescriptor());
    descriptor = from.nextInt();
    pipe = from.next();
  }
}
