package s6j.svc.ftrig;

import s6j.formats.BigEndian;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Messages as {@link MessageReader} reads them, kept until the pipe takes them. */
final class MessageWriter {
  private static final int HEADER = 4;

  private final Posix posix;
  private final int fd;
  private byte[] bytes = new byte[256];
  private int from;
  private int to;

  MessageWriter(Posix posix, int fd) {
    this.posix = posix;
    this.fd = fd;
  }

  int descriptor() {
    return fd;
  }

  boolean isEmpty() {
    return from == to;
  }

  /** Begins a message of {@code length} bytes, to be put next. */
  MessageWriter begin(int length) {
    return number(length);
  }

  MessageWriter number(int value) {
    reserve(HEADER);
    BigEndian.put(value, bytes, to, HEADER);
    to += HEADER;
    return this;
  }

  MessageWriter put(byte[] part) {
    reserve(part.length);
    System.arraycopy(part, 0, bytes, to, part.length);
    to += part.length;
    return this;
  }

  /** Writes what the pipe takes: 0, or the negated errno. */
  int flush() {
    while (from < to) {
      int count = posix.write(fd, bytes, from, to - from);
      if (count == -Errno.EAGAIN) return 0;
      if (count < 0) return count;
      from += count;
    }
    from = 0;
    to = 0;
    return 0;
  }

  private void reserve(int size) {
    if (to + size <= bytes.length) return;
    int kept = to - from;
    int capacity = bytes.length;
    while (kept + size > capacity) capacity *= 2;
    byte[] target = capacity == bytes.length ? bytes : new byte[capacity];
    System.arraycopy(bytes, from, target, 0, kept);
    bytes = target;
    from = 0;
    to = kept;
  }
}
