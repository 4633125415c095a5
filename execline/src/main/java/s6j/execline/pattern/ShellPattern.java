package s6j.execline.pattern;

import s6j.posix.CString;

/** A pattern of names: {@code * ? [...] [!...]}, bytes by bytes (fnmatch in the C locale). Pure. */
public final class ShellPattern {
  /** Backslashes are ordinary. */
  public boolean literal;

  /** A dot at the start, or behind a slash of {@link #isPath}, is matched by a dot only. */
  public boolean hidesDots;

  /** A slash is matched by a slash only. */
  public boolean isPath;

  private final byte[] pattern;
  private byte[] name;

  /** Behind the last star: where pattern and name go on if the present way fails. */
  private int starAt;

  private int starName;

  /** The place behind the bracket that was looked at; 0 if it is not closed. */
  private int behindBracket;

  public ShellPattern(byte[] pattern) {
    this.pattern = CString.slice(pattern, 0, CString.length(pattern));
  }

  /** Whether anything in it stands for more than itself. */
  public boolean isPlain() {
    for (byte b : pattern) if (b == '*' || b == '?' || b == '[') return false;
    return true;
  }

  /** Without the backslashes that quote. */
  public byte[] unquoted() {
    byte[] text = new byte[pattern.length];
    int length = 0;
    for (int i = 0; i < pattern.length; i++) {
      if (!literal && pattern[i] == '\\' && i + 1 < pattern.length) i++;
      text[length++] = pattern[i];
    }
    return CString.slice(text, 0, length);
  }

  /** Whether the whole name matches. */
  public boolean matches(byte[] wanted) {
    name = CString.slice(wanted, 0, CString.length(wanted));
    starAt = -1;
    int at = 0;
    int in = 0;
    while (at < pattern.length || in < name.length) {
      if (at < pattern.length && pattern[at] == '*' && !isHidden(in)) {
        starAt = ++at;
        starName = in;
        continue;
      }
      int behind = at < pattern.length && in < name.length ? one(at, in) : 0;
      if (behind > 0) {
        at = behind;
        in++;
        continue;
      }
      if (starAt < 0 || starName >= name.length || isPath && name[starName] == '/') return false;
      in = ++starName;
      at = starAt;
    }
    return true;
  }

  private boolean isHidden(int in) {
    return hidesDots
        && in < name.length
        && name[in] == '.'
        && (in == 0 || isPath && name[in - 1] == '/');
  }

  /** The place in the pattern behind what matches a byte of the name; 0 if it does not. */
  private int one(int at, int in) {
    byte c = name[in];
    switch (pattern[at]) {
      case '*':
        return 0;
      case '?':
        return isHidden(in) || isPath && c == '/' ? 0 : at + 1;
      case '[':
        boolean isIn = bracket(at + 1, c & 0xff);
        if (behindBracket == 0) return c == '[' ? at + 1 : 0;
        return isIn && !isHidden(in) && !(isPath && c == '/') ? behindBracket : 0;
      case '\\':
        if (literal) return c == '\\' ? at + 1 : 0;
        return at + 1 < pattern.length && pattern[at + 1] == c ? at + 2 : 0;
      default:
        return pattern[at] == c ? at + 1 : 0;
    }
  }

  /** Whether a byte is in the set that starts here. */
  private boolean bracket(int start, int c) {
    int at = start;
    boolean inverts = at < pattern.length && (pattern[at] == '!' || pattern[at] == '^');
    if (inverts) at++;
    boolean found = false;
    behindBracket = 0;
    for (int first = at; at < pattern.length; ) {
      if (pattern[at] == ']' && at > first) {
        behindBracket = at + 1;
        return found != inverts;
      }
      if (isPath && pattern[at] == '/') return false;
      int classEnd = classEnd(at);
      if (classEnd > 0) {
        found |= isOfClass(at + 2, classEnd - 2, c);
        at = classEnd;
        continue;
      }
      int low = element(at);
      at = behindElement(at);
      int high = low;
      if (at + 1 < pattern.length && pattern[at] == '-' && pattern[at + 1] != ']') {
        high = element(at + 1);
        at = behindElement(at + 1);
      }
      found |= c >= low && c <= high;
    }
    return false;
  }

  private boolean isQuoted(int at) {
    return !literal && pattern[at] == '\\' && at + 1 < pattern.length;
  }

  private int element(int at) {
    return pattern[isQuoted(at) ? at + 1 : at] & 0xff;
  }

  private int behindElement(int at) {
    return isQuoted(at) ? at + 2 : at + 1;
  }

  /** Behind {@code [:name:]}; 0 if there is none. */
  private int classEnd(int at) {
    if (at + 1 >= pattern.length || pattern[at] != '[' || pattern[at + 1] != ':') return 0;
    for (int i = at + 2; i + 1 < pattern.length; i++)
      if (pattern[i] == ':' && pattern[i + 1] == ']') return i + 2;
    return 0;
  }

  private boolean isOfClass(int from, int to, int c) {
    boolean lower = c >= 'a' && c <= 'z';
    boolean upper = c >= 'A' && c <= 'Z';
    boolean digit = c >= '0' && c <= '9';
    boolean graph = c > ' ' && c < 127;
    return switch (CString.text(CString.slice(pattern, from, to))) {
      case "alpha" -> lower || upper;
      case "digit" -> digit;
      case "alnum" -> lower || upper || digit;
      case "upper" -> upper;
      case "lower" -> lower;
      case "space" -> c == ' ' || c >= 9 && c <= 13;
      case "blank" -> c == ' ' || c == 9;
      case "punct" -> graph && !lower && !upper && !digit;
      case "print" -> graph || c == ' ';
      case "graph" -> graph;
      case "cntrl" -> c < ' ' || c == 127;
      case "xdigit" -> digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      default -> false;
    };
  }
}
