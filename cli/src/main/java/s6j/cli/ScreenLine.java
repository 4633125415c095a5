package s6j.cli;

/** Lines that others wrote, as they may go to a terminal. */
public final class ScreenLine {
  private static final int DELETE = 127;

  private ScreenLine() {}

  /**
   * As much of {@code bytes} from {@code from} (inclusive) to {@code to} (exclusive) as so many
   * columns have room for, at one a character: control characters and what is not UTF-8 as question
   * marks, tabs as blanks.
   */
  public static byte[] fit(byte[] bytes, int from, int to, int columns) {
    byte[] fitting = new byte[to - from];
    int length = 0;
    int at = from;
    for (int column = 0; column < columns && at < to; column++) {
      int size = Utf8.length(bytes, at, to);
      if (size < 2 || isControl(bytes, at, size)) fitting[length++] = shown(bytes[at]);
      else {
        System.arraycopy(bytes, at, fitting, length, size);
        length += size;
      }
      at += Math.max(1, size);
    }
    byte[] result = new byte[length];
    System.arraycopy(fitting, 0, result, 0, length);
    return result;
  }

  /** U+0080 to U+009F, which some terminals obey. */
  private static boolean isControl(byte[] bytes, int at, int size) {
    return size == 2 && bytes[at] == (byte) 0xc2 && (bytes[at + 1] & 0xff) < 0xa0;
  }

  private static byte shown(byte b) {
    return b >= ' ' && b < DELETE ? b : b == '\t' ? (byte) ' ' : (byte) '?';
  }
}
