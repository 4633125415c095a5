package s6j.cli;

/** The encoding of most text. */
public final class Utf8 {
  private Utf8() {}

  /** Bytes of the well-formed character at {@code at}, 1..4; 0 if there is none. */
  public static int length(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) return 1;
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > to) return 0;
    for (int i = 1; i < length; i++) if ((bytes[at + i] & 0xc0) != 0x80) return 0;
    int second = bytes[at + 1] & 0xff;
    boolean bad =
        first == 0xe0 && second < 0xa0
            || first == 0xed && second > 0x9f
            || first == 0xf0 && second < 0x90
            || first == 0xf4 && second > 0x8f;
    return bad ? 0 : length;
  }
}
