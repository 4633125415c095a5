package s6j.formats;

/**
 * Splits a script into words as execline's lexer does (execlineb page, "Syntax";
 * docs/specification/s6-rc.md, B.4): words are separated by blanks, double quotes quote, a
 * backslash outside them makes the next character literal, # at the start of a word comments to the
 * end of the line, and a block between braces is its words, each with one leading blank per level,
 * ended by an empty word.
 */
public final class ExeclineLexer {
  /** How reading a script ended. */
  public enum Verdict {
    GOOD,
    SYNTAX,
    UNMATCHED_OPEN,
    UNMATCHED_CLOSE,
    /** The words need more room than there is; each level of blocks makes its words longer. */
    TOO_LONG
  }

  private static final int END = -1;
  private static final String ESCAPE = "a character behind \\, by number one from 1 to 255";

  private final byte[] script;
  private final int size;
  private final ByteSink words;
  private final int most;
  private int at;
  private int count;
  private int level;
  private int errorAt;
  private String expected = "";
  private boolean lastWasNumber;
  private int[] openedAt = new int[16];

  /** Reads {@code size} bytes; words are added to {@code words}, each with a NUL behind it. */
  public ExeclineLexer(byte[] script, int size, ByteSink words) {
    this(script, size, words, Integer.MAX_VALUE);
  }

  /** The same, but ends soon after {@code words} has over {@code most} bytes. */
  public ExeclineLexer(byte[] script, int size, ByteSink words, int most) {
    this.script = script;
    this.size = size;
    this.words = words;
    this.most = most;
  }

  /** Words read. */
  public int count() {
    return count;
  }

  /** Where an error was noticed, in lines from 1. */
  public int errorLine() {
    int line = 1;
    for (int i = 0; i < errorAt && i < size; i++) if (script[i] == '\n') line++;
    return line;
  }

  /** Where an error was noticed, in bytes of its line from 1. */
  public int errorColumn() {
    int column = 1;
    for (int i = 0; i < errorAt && i < size; i++) column = script[i] == '\n' ? 1 : column + 1;
    return column;
  }

  /** What should have stood there instead; empty if nothing is wrong. */
  public String expected() {
    return expected;
  }

  public Verdict read() {
    while (skipToWord()) {
      Verdict verdict = word();
      if (verdict != Verdict.GOOD) return verdict;
      if (words.length() > most) return Verdict.TOO_LONG;
    }
    if (level == 0) return Verdict.GOOD;
    return fail(openedAt[level - 1], Verdict.UNMATCHED_OPEN, "a } with blanks around it");
  }

  /**
   * Skips blanks, comments and, before a word, backslashes at the end of a line or of the script;
   * false at the end. A NUL ends the script.
   */
  private boolean skipToWord() {
    while (true) {
      int c = peek();
      if (isSpace(c)) at++;
      else if (c == '#') skipComment();
      else if (c == '\\' && second() == '\n') at += 2;
      else if (c == '\\' && second() == END) at++;
      else return c != END;
    }
  }

  private void skipComment() {
    while (peek() != END && peek() != '\n') at++;
  }

  private Verdict word() {
    int start = at;
    int c = peek();
    if (c == '{' || c == '}') {
      int after = second();
      if (c == '{' && after == END) return fail(start, Verdict.SYNTAX, "a blank behind {");
      if (c == '{' && isSpace(after)) return open();
      if (c == '}' && (after == END || isSpace(after))) return close();
    }
    indent();
    return text(start);
  }

  /** Reads up to the blank or the end that ends the word. */
  private Verdict text(int start) {
    boolean quoted = false;
    for (int c = peek(); c != END && (quoted || !isSpace(c)); c = peek()) {
      if (c == '\\') {
        if (!(quoted ? quotedEscape() : plainEscape())) return fail(at, Verdict.SYNTAX, ESCAPE);
        // A number directly at the end of the script closes its quotes.
        if (peek() == END && lastWasNumber) return endWord();
        continue;
      }
      if (c == '"') quoted = !quoted;
      else words.put(c);
      at++;
    }
    return quoted ? fail(start, Verdict.SYNTAX, "a \" at the end") : endWord();
  }

  private void indent() {
    for (int i = 0; i < level; i++) words.put(' ');
  }

  private Verdict open() {
    if (level == openedAt.length) {
      int[] more = new int[2 * level];
      System.arraycopy(openedAt, 0, more, 0, level);
      openedAt = more;
    }
    openedAt[level++] = at;
    at++;
    return Verdict.GOOD;
  }

  /** The empty word that ends a block stands at the level outside it. */
  private Verdict close() {
    if (level == 0) return fail(at, Verdict.UNMATCHED_CLOSE, "a { before it");
    level--;
    at++;
    indent();
    return endWord();
  }

  private Verdict endWord() {
    words.put(0);
    count++;
    return Verdict.GOOD;
  }

  /** Outside quotes the next character stands for itself; at the end there is nothing to stand. */
  private boolean plainEscape() {
    lastWasNumber = false;
    at++;
    if (peek() == END) return false;
    words.put(peek());
    at++;
    return true;
  }

  /** Inside quotes there are named, decimal, octal and hexadecimal characters. */
  private boolean quotedEscape() {
    lastWasNumber = false;
    at++;
    int c = peek();
    if (c == END) return false;
    int named = "abtnvfr".indexOf(c);
    if (named >= 0) {
      words.put(7 + named);
      at++;
      return true;
    }
    if (c == '0') return octalOrHexadecimal();
    if (c >= '1' && c <= '9') return number(10, 3);
    if (c == '\n') {
      at++;
      return true;
    }
    words.put(c);
    at++;
    return true;
  }

  private boolean octalOrHexadecimal() {
    at++;
    if (peek() == 'x') {
      at++;
      return digit(peek(), 16) >= 0 && number(16, 2);
    }
    return digit(peek(), 8) >= 0 && number(8, 3);
  }

  /** A character by number, of at most {@code most} digits; NUL and more than 255 are errors. */
  private boolean number(int base, int most) {
    int value = 0;
    for (int i = 0; i < most && digit(peek(), base) >= 0; i++) {
      value = value * base + digit(peek(), base);
      at++;
    }
    if (value == 0 || value > 255) return false;
    words.put(value);
    lastWasNumber = true;
    return true;
  }

  private static int digit(int c, int base) {
    int digit =
        c >= '0' && c <= '9'
            ? c - '0'
            : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
    return digit < base ? digit : -1;
  }

  private Verdict fail(int place, Verdict verdict, String wanted) {
    errorAt = place;
    expected = wanted;
    return verdict;
  }

  private int peek() {
    return at < size && script[at] != 0 ? script[at] & 0xff : END;
  }

  /** What follows {@link #peek}. */
  private int second() {
    return at + 1 < size && script[at + 1] != 0 ? script[at + 1] & 0xff : END;
  }

  /** Every control character separates, as a blank does. */
  private static boolean isSpace(int c) {
    return c > 0 && c <= ' ';
  }
}
