package s6j.formats;

/** Unsigned numbers, most significant byte first, as every file of the suite holds them. */
public final class BigEndian {
  private BigEndian() {}

  /** Writes the low {@code size} bytes of {@code value} from {@code at}; {@code size} 0..8. */
  public static void put(long value, byte[] into, int at, int size) {
    long rest = value;
    for (int i = at + size - 1; i >= at; i--) {
      into[i] = (byte) rest;
      rest >>>= 8;
    }
  }

  /** The number in {@code size} bytes from {@code at}; {@code size} 0..8. */
  public static long get(byte[] from, int at, int size) {
    long value = 0;
    for (int i = at; i < at + size; i++) value = value << 8 | from[i] & 0xff;
    return value;
  }
}
