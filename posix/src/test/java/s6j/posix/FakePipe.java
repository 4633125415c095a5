package s6j.posix;

/** The bytes on their way in a pipe or fifo, and how many descriptors are at its ends. */
final class FakePipe {
  static final int CAPACITY = 65536;

  /** A write of at most this many bytes is not torn (PIPE_BUF). */
  static final int ATOMIC = 4096;

  /** What stat tells of a pipe without a name; 0 for a fifo, whose inode has it. */
  long number;

  private final byte[] ring = new byte[CAPACITY];
  private int first;
  int filled;
  int readers;
  int writers;

  /** Opens for writing so far: a reader that came after the last one sees no hang-up. */
  int writersEver;

  int readersEver;

  int free() {
    return CAPACITY - filled;
  }

  int read(byte[] buffer, int offset, int length) {
    int count = Math.min(length, filled);
    for (int i = 0; i < count; i++) buffer[offset + i] = ring[(first + i) % CAPACITY];
    first = (first + count) % CAPACITY;
    filled -= count;
    return count;
  }

  int write(byte[] buffer, int offset, int length) {
    int count = Math.min(length, free());
    for (int i = 0; i < count; i++) ring[(first + filled + i) % CAPACITY] = buffer[offset + i];
    filled += count;
    return count;
  }

  /** Whether a write that shall not wait can put something in: all of it, if it is short. */
  boolean takes(int length) {
    return length <= ATOMIC ? free() >= length : free() > 0;
  }

  void opened(boolean reads, boolean writes) {
    if (reads) {
      readers++;
      readersEver++;
    }
    if (writes) {
      writers++;
      writersEver++;
    }
  }

  void closed(boolean reads, boolean writes) {
    if (reads) readers--;
    if (writes) writers--;
    if (readers == 0 && writers == 0) filled = 0;
  }
}
