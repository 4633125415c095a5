package s6j.portable.call;

import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * The mode of what is made, as a command line tells it: in base 8, or in letters as POSIX has them
 * ({@code u=rwx,go=rx}). Letters say the whole mode, so the first of them is a {@code =}: there is
 * no mode yet that could be added to.
 */
public final class Modes {
  public static final int NONE = -1;

  private static final String WHO = "ugoa";
  private static final int[] OF_WHO = {04700, 02070, 01007, 07777};

  private final byte[] text;
  private final int mask;
  private int at;
  private int mode;

  private Modes(byte[] text, int mask) {
    this.text = text;
    this.mask = mask;
  }

  /** The mode of a new directory; {@link #NONE} if the text is no mode. */
  public static int parse(byte[] text, int mask) {
    long octal = Decimal.parseOctal(text);
    return octal >= 0 ? (int) octal : new Modes(text, mask).clauses();
  }

  private int clauses() {
    do if (!clause()) return NONE;
    while (take(','));
    return at == CString.length(text) ? mode : NONE;
  }

  private boolean clause() {
    boolean isFirst = at == 0;
    int who = 0;
    for (int place = WHO.indexOf(peek()); peek() != 0 && place >= 0; place = WHO.indexOf(peek())) {
      who |= OF_WHO[place];
      at++;
    }
    if (isFirst && peek() != '=') return false;
    int allowed = who == 0 ? 07777 & ~mask : who;
    int count = 0;
    for (; isOperator(peek()); count++) change(text[at++], who == 0 ? 07777 : who, allowed);
    return count > 0;
  }

  private void change(int operator, int who, int allowed) {
    int bits = permissions() & allowed;
    if (operator == '=') mode &= ~who;
    mode = operator == '-' ? mode & ~bits : mode | bits;
  }

  /** The bits of all whom the letters could mean; or what one of them has, for all. */
  private int permissions() {
    int copied = "ogu".indexOf(peek());
    if (peek() != 0 && copied >= 0) {
      at++;
      return 0111 * (mode >> 3 * copied & 7);
    }
    int bits = 0;
    for (int bit = permission(peek()); bit != 0; bit = permission(peek())) {
      bits |= bit;
      at++;
    }
    return bits;
  }

  private static int permission(int c) {
    return switch (c) {
      case 'r' -> 0444;
      case 'w' -> 0222;
      case 'x', 'X' -> 0111;
      case 's' -> 06000;
      case 't' -> 01000;
      default -> 0;
    };
  }

  private static boolean isOperator(int c) {
    return c == '=' || c == '+' || c == '-';
  }

  private int peek() {
    return at < text.length ? text[at] & 0xff : 0;
  }

  private boolean take(int c) {
    boolean isIt = peek() == c;
    if (isIt) at++;
    return isIt;
  }
}
