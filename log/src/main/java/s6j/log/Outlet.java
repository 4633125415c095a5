package s6j.log;

/**
 * Bytes on their way to a descriptor. The buffer never grows: a line is only put in when there is
 * room for it, else reading stops until there is (docs/differences.md, log).
 */
abstract class Outlet {
  /** So few bytes a loop copies faster than a call does. */
  private static final int FEW = 24;

  final byte[] bytes;

  /** The bytes that wait are those from here to {@link #to}. */
  int from;

  int to;

  Outlet(int capacity) {
    bytes = new byte[capacity];
  }

  final boolean isEmpty() {
    return from == to;
  }

  /** Writes what waits, as far as the system takes it now. */
  abstract void flush();

  /** Makes room for {@code length} bytes, if that can be done; whether there is. */
  final boolean hasRoom(int length) {
    if (bytes.length - to >= length) return true;
    flush();
    if (bytes.length - to < length) compact();
    return bytes.length - to >= length;
  }

  /** Adds bytes; the caller has made room. */
  final void add(byte[] source, int offset, int length) {
    if (length > FEW) {
      System.arraycopy(source, offset, bytes, to, length);
    } else {
      byte[] target = bytes;
      int at = to;
      for (int i = offset; i < offset + length; i++) target[at++] = source[i];
    }
    to += length;
  }

  /** Adds a line with its newline behind a head; the caller has seen to the room. */
  final void addLine(byte[] head, int headLength, byte[] source, int begin, int end) {
    byte[] target = bytes;
    int at = to;
    if (headLength > 0) System.arraycopy(head, 0, target, at, headLength);
    at += headLength;
    if (end - begin > FEW) {
      System.arraycopy(source, begin, target, at, end - begin);
      to = at + end - begin;
      return;
    }
    for (int i = begin; i < end; i++) target[at++] = source[i];
    to = at;
  }

  final int room() {
    return bytes.length - to;
  }

  final void add(byte b) {
    bytes[to++] = b;
  }

  /** Counts bytes as written. */
  final void advance(int count) {
    from += count;
    if (from == to) clear();
  }

  final void clear() {
    from = 0;
    to = 0;
  }

  private void compact() {
    if (from == 0) return;
    System.arraycopy(bytes, from, bytes, 0, to - from);
    to -= from;
    from = 0;
  }
}
