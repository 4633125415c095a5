package s6j.execline.loop;

import s6j.execline.call.Call;
import s6j.formats.ByteSink;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** The records of an input: lines, or netstrings. */
final class Records {
  private static final int PIECE = 8192;

  /** Drop what ends a line, and a last line without an end. */
  boolean chomps;

  /** Pass over lines that are nothing but their end. */
  boolean crunches;

  private final Posix posix;
  private final int fd;
  private final byte[] delimiters;
  private final byte[] piece = new byte[PIECE];
  private final ByteSink record = new ByteSink(256);
  private int at;
  private int filled;
  private int error;

  Records(Posix posix, int fd, byte[] delimiters) {
    this.posix = posix;
    this.fd = fd;
    this.delimiters = delimiters;
  }

  /** Reads the next record; false at the end, or for an {@link #error}. */
  boolean next() {
    return delimiters.length == 0 ? netstring() : line();
  }

  /** The record, in a buffer that the next one overwrites. */
  byte[] bytes() {
    return record.array();
  }

  /** Bytes of the record up to its first null byte. */
  int length() {
    int length = 0;
    while (length < record.length() && record.array()[length] != 0) length++;
    return length;
  }

  /** The negated errno that ended it, or 0. */
  int error() {
    return error;
  }

  /** What could not be done. */
  String what() {
    return delimiters.length == 0 ? "netstring_get" : "skagetlnsep";
  }

  private int get() {
    if (error < 0) return -1;
    if (at == filled) {
      filled = posix.read(fd, piece, 0, PIECE);
      at = 0;
      if (filled < 0) error = filled;
      if (filled <= 0) {
        filled = 0;
        return -1;
      }
    }
    return piece[at++] & 0xff;
  }

  private boolean line() {
    while (true) {
      record.cut(0);
      int c = get();
      while (c >= 0 && !isDelimiter(c)) {
        put(c);
        c = get();
      }
      boolean isAtEnd = c < 0;
      if (error < 0 || isAtEnd && (record.length() == 0 || chomps)) return false;
      if (!isAtEnd) record.put(c);
      if (crunches && record.length() == 1) continue;
      if (chomps) record.cut(record.length() - 1);
      return true;
    }
  }

  /** What is too long for any program is refused before the memory is full. */
  private void put(int c) {
    if (record.length() < Call.MOST_BYTES) record.put(c);
    else error = -Errno.ENOMEM;
  }

  private boolean isDelimiter(int c) {
    for (byte delimiter : delimiters) if ((delimiter & 0xff) == c) return true;
    return false;
  }

  private boolean netstring() {
    long size = 0;
    int digits = 0;
    int c = get();
    if (c < 0) return false;
    for (; c >= '0' && c <= '9' && size <= Integer.MAX_VALUE; c = get(), digits++)
      size = size * 10 + c - '0';
    if (c != ':' || digits == 0) return malformed(c);
    record.cut(0);
    for (long i = 0; i < size; i++) {
      c = get();
      if (c < 0) return malformed(c);
      put(c);
    }
    c = get();
    return c == ',' || malformed(c);
  }

  private boolean malformed(int c) {
    if (error == 0) error = c < 0 ? -Errno.EPIPE : -Errno.EPROTO;
    return false;
  }
}
