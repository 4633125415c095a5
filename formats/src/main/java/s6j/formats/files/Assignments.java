package s6j.formats.files;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Environment;

/** The assignments of a file, one a line; values may be quoted and go on on further lines. Pure. */
public final class Assignments {
  private static final int END = -1;

  private final byte[] text;
  private final NameList names = new NameList();
  private final NameList values = new NameList();
  private final ByteSink value = new ByteSink(64);
  private int at;
  private int line = 1;

  /** Bytes of the value up to the last that is no blank left over at its end. */
  private int kept;

  public Assignments(byte[] text) {
    this.text = CString.slice(text, 0, CString.length(text));
  }

  /** The line that is read, from 1; after an error, where it is. */
  public int line() {
    return line;
  }

  int count() {
    return names.count();
  }

  byte[] name(int i) {
    return names.get(i);
  }

  byte[] value(int i) {
    return values.get(i);
  }

  public void setIn(Environment environment) {
    for (int i = 0; i < count(); i++) environment.set(name(i), value(i));
  }

  /** Reads all of it; false for what is no assignment. */
  public boolean read() {
    while (true) {
      skipBlanks();
      int c = peek();
      if (c == END) return true;
      if (c == '#') while (peek() != END && peek() != '\n') at++;
      else if (c == '\n') newLine();
      else if (!assignment()) return false;
    }
  }

  private boolean assignment() {
    int start = at;
    while (isOfName(peek())) at++;
    byte[] name = CString.slice(text, start, at);
    skipBlanks();
    if (name.length == 0 || peek() != '=') return false;
    at++;
    skipBlanks();
    value.cut(0);
    kept = 0;
    boolean isGood = unquoted();
    if (!isGood) return false;
    value.cut(kept);
    names.add(name);
    // A null byte is the end of a value, as in C.
    values.add(CString.slice(value.array(), 0, lengthOfValue()));
    return true;
  }

  private int lengthOfValue() {
    int length = 0;
    while (length < value.length() && value.array()[length] != 0) length++;
    return length;
  }

  /** Reads up to the end of the line. */
  private boolean unquoted() {
    while (peek() != END && peek() != '\n') {
      int c = text[at++] & 0xff;
      boolean isGood = true;
      if (c == '"') isGood = quoted();
      else if (c == '\\') isGood = escaped();
      else value.put(c);
      if (!isGood) return false;
      if (!isBlank(c)) kept = value.length();
    }
    return true;
  }

  private boolean escaped() {
    int c = peek();
    if (c == '\n') {
      newLine();
      return true;
    }
    if (!isBlank(c) && c != '\\' && c != '"') return false;
    value.put(c);
    at++;
    return true;
  }

  private boolean quoted() {
    while (peek() != '"') {
      if (peek() == END || peek() == '\n') return false;
      int c = text[at++] & 0xff;
      if (c != '\\') value.put(c);
      else if (!escapedInQuotes()) return false;
    }
    at++;
    return true;
  }

  private boolean escapedInQuotes() {
    int c = peek();
    if (c == END) return false;
    int named = "abtnvfr".indexOf(c);
    if (c >= '0' && c <= '7') {
      value.put(digits(8, 3));
      return true;
    }
    if (c == '\n') {
      newLine();
      return true;
    }
    at++;
    if (c != 'x') value.put(named >= 0 ? 7 + named : c);
    else if (digit(peek()) < 16 && at + 1 < text.length && digit(text[at + 1]) < 16)
      value.put(digits(16, 2));
    else return false;
    return true;
  }

  private int digits(int base, int most) {
    int number = 0;
    for (int i = 0; i < most && digit(peek()) < base; i++)
      number = number * base + digit(text[at++]);
    return number;
  }

  private static int digit(int c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
  }

  private void newLine() {
    at++;
    line++;
  }

  private void skipBlanks() {
    while (isBlank(peek())) at++;
  }

  private int peek() {
    return at < text.length ? text[at] & 0xff : END;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r';
  }

  /** A hash at the start of a name is a comment, seen before. */
  private static boolean isOfName(int c) {
    return c != END && c != '\n' && !isBlank(c) && "\"'=\\?".indexOf(c) < 0;
  }
}
