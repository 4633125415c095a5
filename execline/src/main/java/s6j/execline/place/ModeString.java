package s6j.execline.place;

import s6j.posix.CString;

/** What may be done with files, in letters: {@code u=rwx,g-w,o=g}. Pure. */
final class ModeString {
  private static final int BAD = -1;
  private static final int END = 0;

  private final byte[] text;
  private int at;
  private int mode;

  ModeString(byte[] text) {
    this.text = text;
  }

  /** What becomes of nine bits; -1 if the string is none. */
  int apply(int present) {
    mode = present;
    do if (!clause()) return BAD;
    while (take(','));
    return at == CString.length(text) ? mode : BAD;
  }

  /** Nothing at all, or who alone at the end, is well too. */
  private boolean clause() {
    int who = 0;
    for (int bits = who(peek()); bits > 0; bits = who(peek())) {
      who |= bits;
      at++;
    }
    if (!isOperator(peek())) return peek() == END || who == 0;
    for (boolean copies = who != 0; isOperator(peek()); copies = true) {
      int operator = text[at++];
      boolean isLast = who != 0 && at + 1 == CString.length(text) && peek() == ',';
      // Nothing before a comma that nothing follows: no mode string of POSIX; it changes nothing.
      if (!isLast) change(operator, who == 0 ? 0777 : who, permissions(copies));
    }
    return true;
  }

  /** The permissions in each of the three places; {@code copies} if they may be another place's. */
  private int permissions(boolean copies) {
    int place = "ogu".indexOf(peek());
    if (copies && peek() != END && place >= 0) {
      at++;
      return 0111 * (mode >> 3 * place & 7);
    }
    int bits = 0;
    for (int bit = permission(peek()); bit >= 0; bit = permission(peek())) {
      bits |= bit;
      at++;
    }
    return 0111 * bits;
  }

  private void change(int operator, int who, int bits) {
    if (operator == '=') mode &= ~who;
    if (operator == '-') mode &= ~(bits & who);
    else mode |= bits & who;
  }

  private static int who(int c) {
    return switch (c) {
      case 'u' -> 0700;
      case 'g' -> 0070;
      case 'o' -> 0007;
      case 'a' -> 0777;
      default -> 0;
    };
  }

  private static int permission(int c) {
    return switch (c) {
      case 'r' -> 4;
      case 'w' -> 2;
      case 'x', 'X' -> 1;
      case 's', 't' -> 0;
      default -> -1;
    };
  }

  private static boolean isOperator(int c) {
    return c == '+' || c == '-' || c == '=';
  }

  private int peek() {
    return at < text.length ? text[at] : END;
  }

  private boolean take(int c) {
    boolean isIt = peek() == c;
    if (isIt) at++;
    return isIt;
  }
}
