package s6j.formats;

import s6j.posix.Decimal;

/** Bytes collected in a growing array, with the integers of the formats; for tools only. */
public final class ByteSink {
  private byte[] bytes;
  private int length;

  public ByteSink(int expected) {
    bytes = new byte[expected < 16 ? 16 : expected];
  }

  public int length() {
    return length;
  }

  /** The array behind it; valid up to {@link #length} until the next addition. */
  public byte[] array() {
    return bytes;
  }

  public byte[] copy() {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, 0, copy, 0, length);
    return copy;
  }

  /** Forgets what lies behind {@code newLength}. */
  public void cut(int newLength) {
    length = newLength;
  }

  public ByteSink put(int b) {
    reserve(1);
    bytes[length++] = (byte) b;
    return this;
  }

  public ByteSink put(byte[] more) {
    return put(more, 0, more.length);
  }

  public ByteSink put(byte[] more, int offset, int count) {
    reserve(count);
    System.arraycopy(more, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Adds an ASCII text. */
  public ByteSink put(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) bytes[length++] = (byte) text.charAt(i);
    return this;
  }

  /** Adds a number from 0 in digits. */
  public ByteSink decimal(int number) {
    return put(Decimal.string(number));
  }

  /** Adds 4 bytes, most significant first. */
  public ByteSink big32(int value) {
    return put(value >>> 24).put(value >>> 16).put(value >>> 8).put(value);
  }

  /** Adds 4 bytes, least significant first. */
  public ByteSink little32(int value) {
    return put(value).put(value >>> 8).put(value >>> 16).put(value >>> 24);
  }

  private void reserve(int more) {
    if (bytes.length - length >= more) return;
    int wanted = length + more > 2 * bytes.length ? length + more : 2 * bytes.length;
    byte[] larger = new byte[wanted];
    System.arraycopy(bytes, 0, larger, 0, length);
    bytes = larger;
  }
}
