package s6j.formats.talk;

import org.jspecify.annotations.Nullable;
import s6j.formats.BigEndian;
import s6j.posix.Deadline;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * Messages with descriptors over a Unix stream socket, as fd-holders and sudo servers speak them
 * (docs/specification/s6.md, C.9): 4 bytes length of the body, 2 bytes number of descriptors, both
 * most significant byte first, then the body; the descriptors are attached to the first byte.
 *
 * <p>For tools: calls wait for the other side until a deadline ({@link Deadline}) and then answer
 * {@code -ETIMEDOUT}. The descriptors must be non-blocking, SIGPIPE ignored. A peer that closes
 * early is {@code -EPIPE}, one that breaks the rules {@code -EPROTO}.
 */
public final class MessageStream {
  /** Bytes before a body. */
  public static final int HEADER = 6;

  private static final int FIRST_ROOM = 1 << 16;

  private final Posix posix;
  private final int in;
  private final int out;
  private final int largest;
  private final Poller poller = new Poller(1);
  private final DescriptorSet received = new DescriptorSet();
  private final DescriptorSet arrived = new DescriptorSet();
  private final DescriptorSet none = new DescriptorSet();
  private final byte[] header = new byte[HEADER];
  private byte[] body = new byte[256];

  /** A longer body than {@code largest} is refused with {@code -EMSGSIZE}. */
  public MessageStream(Posix posix, int in, int out, int largest) {
    this.posix = posix;
    this.in = in;
    this.out = out;
    this.largest = largest;
  }

  /** Sends one message: 0, or the negated errno. */
  public @OrErrno int send(
      byte[] bytes, int length, @Nullable DescriptorSet attached, long deadline) {
    byte[] message = new byte[HEADER + length];
    DescriptorSet descriptors = attached == null ? none : attached;
    BigEndian.put(length, message, 0, 4);
    BigEndian.put(descriptors.count, message, 4, 2);
    System.arraycopy(bytes, 0, message, HEADER, length);
    return write(message, message.length, descriptors, deadline);
  }

  /** Writes bytes that are no message: 0, or the negated errno. */
  public @OrErrno int write(byte[] bytes, int length, long deadline) {
    return write(bytes, length, none, deadline);
  }

  /** Reads bytes that are no message: their count, less than {@code length} only at the end. */
  public @OrErrno int read(byte[] bytes, int length, long deadline) {
    int filled = 0;
    while (filled < length) {
      int got = posix.read(in, bytes, filled, length - filled);
      if (got == 0) return filled;
      if (got == -Errno.EAGAIN) got = await(in, Poller.READ, deadline);
      else if (got > 0) filled += got;
      if (got < 0) return got;
    }
    return filled;
  }

  /** Receives one message: the length of its {@link #body}, or the negated errno. */
  public @OrErrno int receive(long deadline) {
    received.count = 0;
    int length = receiveAll(deadline);
    if (length < 0) drop();
    return length;
  }

  /** The body of the message received last, good until the next. */
  public byte[] body() {
    return body;
  }

  /** The descriptors of the message received last, close-on-exec; the caller closes them. */
  public DescriptorSet descriptors() {
    return received;
  }

  /** Closes the descriptors of the message received last. */
  public void drop() {
    for (int i = 0; i < received.count; i++) posix.close(received.descriptors[i]);
    received.count = 0;
  }

  private @OrErrno int write(byte[] bytes, int length, DescriptorSet attached, long deadline) {
    DescriptorSet rest = attached;
    for (int done = 0; done < length; ) {
      int put =
          rest.count == 0
              ? posix.write(out, bytes, done, length - done)
              : posix.sendWithDescriptors(out, bytes, done, length - done, rest);
      if (put == -Errno.EAGAIN) put = await(out, Poller.WRITE, deadline);
      else if (put > 0) {
        done += put;
        rest = none;
      }
      if (put < 0) return put;
    }
    return 0;
  }

  /** The header is read alone, so that no byte of the next message is ever taken. */
  private int receiveAll(long deadline) {
    int error = fill(header, 0, HEADER, deadline);
    if (error < 0) return error;
    long length = BigEndian.get(header, 0, 4);
    int count = (int) BigEndian.get(header, 4, 2);
    if (length > largest) return -Errno.EMSGSIZE;
    if (count > DescriptorSet.CAPACITY) return -Errno.EPROTO;
    error = fillBody((int) length, deadline);
    if (error < 0) return error;
    return received.count == count ? (int) length : -Errno.EPROTO;
  }

  /** The room grows with what has come, not with what was announced. */
  private int fillBody(int length, long deadline) {
    for (int filled = 0; filled < length; ) {
      int room = filled < FIRST_ROOM ? FIRST_ROOM : 2 * filled;
      int until = room < length ? room : length;
      reserve(until, filled);
      int error = fill(body, filled, until, deadline);
      if (error < 0) return error;
      filled = until;
    }
    return 0;
  }

  private void reserve(int size, int filled) {
    if (body.length >= size) return;
    byte[] larger = new byte[size];
    System.arraycopy(body, 0, larger, 0, filled);
    body = larger;
  }

  private int fill(byte[] bytes, int from, int to, long deadline) {
    for (int at = from; at < to; ) {
      int got = posix.receiveWithDescriptors(in, bytes, at, to - at, arrived);
      if (got == 0) return -Errno.EPIPE;
      if (got == -Errno.EAGAIN) got = await(in, Poller.READ, deadline);
      else if (got > 0) {
        at += got;
        got = keepArrived();
      }
      if (got < 0) return got;
    }
    return 0;
  }

  private int keepArrived() {
    int error = 0;
    for (int i = 0; i < arrived.count; i++) {
      if (received.count == DescriptorSet.CAPACITY) {
        posix.close(arrived.descriptors[i]);
        error = -Errno.EPROTO;
      } else received.descriptors[received.count++] = arrived.descriptors[i];
    }
    return error;
  }

  private int await(int fd, short events, long deadline) {
    poller.clear();
    poller.add(fd, events);
    int ready = poller.await(posix, deadline);
    return ready == 0 ? -Errno.ETIMEDOUT : Math.min(ready, 0);
  }
}
