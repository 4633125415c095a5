package s6j.portable.text;

import s6j.posix.Posix;

/**
 * A text that a line may hold. It takes a look at each byte of the line, however the text repeats
 * itself: Knuth, Morris and Pratt's way.
 */
final class FixedText implements LineTest {
  private final Posix posix;
  private final byte[] text;
  private final boolean ignoresCase;

  /** How much of the text still fits where the byte behind its first {@code i} does not. */
  private final int[] fallback;

  FixedText(Posix posix, byte[] text, boolean ignoresCase) {
    this.posix = posix;
    this.text = new byte[text.length];
    this.ignoresCase = ignoresCase;
    for (int i = 0; i < text.length; i++) this.text[i] = seen(text[i]);
    fallback = new int[text.length + 1];
    for (int i = 1; i < text.length; i++) fallback[i + 1] = advance(fallback[i], this.text[i]);
  }

  @Override
  public boolean matches(byte[] bytes, int from, int to) {
    int fits = 0;
    for (int i = from; i < to && fits < text.length; i++) {
      if (fits == 0 && !ignoresCase) i = posix.indexOf(bytes, i, to, text[0]);
      if (i < 0) return false;
      fits = advance(fits, seen(bytes[i]));
    }
    return fits == text.length;
  }

  private int advance(int fits, byte next) {
    int rest = fits;
    while (rest > 0 && text[rest] != next) rest = fallback[rest];
    return text[rest] == next ? rest + 1 : 0;
  }

  private byte seen(byte b) {
    return ignoresCase && b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }
}
