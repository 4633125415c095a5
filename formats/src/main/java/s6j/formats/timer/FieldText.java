package s6j.formats.timer;

/** A line of words with blanks between them, and what is looked for in words. */
final class FieldText {
  /** No number. */
  static final int NONE = -1;

  private static final int MOST_DIGITS = 6;

  private final String text;
  private int at;

  FieldText(String text) {
    this.text = text;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  /** The next word, empty behind the last. */
  String next() {
    skipBlanks();
    int from = at;
    while (at < text.length() && !isBlank(text.charAt(at))) at++;
    return text.substring(from, at);
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) at++;
  }

  /** All that is left, without blanks around it. */
  String rest() {
    skipBlanks();
    int to = text.length();
    while (to > at && isBlank(text.charAt(to - 1))) to--;
    return text.substring(at, to);
  }

  /** The place of a character from {@code from} on, or the end. */
  static int find(String text, char wanted, int from) {
    int at = text.indexOf(wanted, from);
    return at < 0 ? text.length() : at;
  }

  /** Up to six digits, or {@link #NONE}. */
  static int number(String text, int from, int to) {
    if (from >= to || to - from > MOST_DIGITS) return NONE;
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) return NONE;
      value = 10 * value + digit;
    }
    return value;
  }

  static boolean equalIgnoringCase(String a, String b) {
    if (a.length() != b.length()) return false;
    for (int i = 0; i < a.length(); i++) if (lower(a.charAt(i)) != lower(b.charAt(i))) return false;
    return true;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
