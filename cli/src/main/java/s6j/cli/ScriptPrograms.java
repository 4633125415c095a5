package s6j.cli;

import s6j.posix.CString;
import s6j.posix.Installation;
import s6j.posix.Posix;

/**
 * How scripts that we write name the programs of this suite and of execline. One of the suite that
 * is nowhere is warned of, once, and named by the path where it should be. One of execline that is
 * not found here keeps its plain name: execlineb may know a directory for these that is on nobody's
 * PATH, as Debian's does.
 */
public final class ScriptPrograms {
  private static final String PLAIN = "/._+-:,=";
  private static final String HEX = "0123456789abcdef";

  private final Posix posix;
  private final Messages messages;
  private final Installation installation;
  private byte[][] known = new byte[32][];
  private byte[][] spelled = new byte[32][];
  private int count;
  private byte[] text = new byte[512];
  private int length;

  /** {@code calledAs} is argv[0]; without {@code messages} (null) nothing is warned of. */
  public ScriptPrograms(Posix posix, Messages messages, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.installation = new Installation(posix, calledAs);
  }

  /** The absolute path of a program of the suite or of execlineb, be it there or not. */
  public byte[] path(String program) {
    byte[] name = CString.of(program);
    byte[] path = installation.place(name);
    if (posix.access(Posix.CWD, path, Posix.X_OK) >= 0) return path;
    if (isOfExecline(name)) return name;
    warn(name, path);
    return path;
  }

  /** The same as a word of an execline script. */
  public byte[] execlinePath(String program) {
    return quoted(path(program), false);
  }

  /** The same as a word of a shell script. */
  public byte[] shellPath(String program) {
    return quoted(path(program), true);
  }

  /**
   * An execline script from its template, in which {@code @NAME} stands for a program: the name
   * itself where PATH leads to it, as in s6's scripts, else the path.
   */
  public byte[] execline(String template) {
    return fill(template, false);
  }

  /** The same for the shell, with absolute paths. */
  public byte[] shell(String template) {
    return fill(template, true);
  }

  private byte[] fill(String template, boolean forShell) {
    length = 0;
    for (int at = 0; at < template.length(); ) {
      char c = template.charAt(at++);
      int end = c == '@' ? endOfName(template, at) : at;
      if (end == at) put((byte) c);
      else putAll(spelling(CString.of(template.substring(at, end)), forShell));
      at = end;
    }
    return CString.slice(text, 0, length);
  }

  private static int endOfName(String template, int from) {
    int to = from;
    while (to < template.length() && isOfName(template.charAt(to))) to++;
    return to;
  }

  private static boolean isOfName(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
  }

  /** A script of a kind asks for all its programs in the same way. */
  private byte[] spelling(byte[] name, boolean forShell) {
    for (int i = 0; i < count; i++) if (CString.equal(known[i], name)) return spelled[i];
    byte[] spelling = quoted(word(name, forShell), forShell);
    if (count == known.length) grow();
    known[count] = name;
    spelled[count++] = spelling;
    return spelling;
  }

  private static byte[] quoted(byte[] word, boolean forShell) {
    return isPlain(word) ? word : forShell ? shellWord(word) : execlineWord(word);
  }

  private byte[] word(byte[] name, boolean forShell) {
    boolean missing = installation.lacks(name);
    if (missing && isOfExecline(name)) return name;
    byte[] word = forShell ? installation.place(name) : installation.word(name);
    if (missing) warn(name, word);
    return word;
  }

  /** What execlineb finds by itself. */
  private static boolean isOfExecline(byte[] name) {
    boolean isOfSuite = CString.startsWith(name, CString.of("s6-"));
    return !isOfSuite && !CString.equal(name, CString.of("execlineb"));
  }

  private void grow() {
    byte[][] moreNames = new byte[2 * count][];
    byte[][] moreWords = new byte[2 * count][];
    System.arraycopy(known, 0, moreNames, 0, count);
    System.arraycopy(spelled, 0, moreWords, 0, count);
    known = moreNames;
    spelled = moreWords;
  }

  private void warn(byte[] name, byte[] path) {
    if (messages == null) return;
    messages.warning().unableTo("find ").bytes(name);
    messages.text(", which a script will look for at ").bytes(path).end();
  }

  private static boolean isPlain(byte[] word) {
    for (byte b : word) {
      boolean isLetter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
      if (!isLetter && !(b >= '0' && b <= '9') && PLAIN.indexOf(b) < 0) return false;
    }
    return true;
  }

  private static byte[] shellWord(byte[] word) {
    byte[] quoted = CString.of("'");
    for (byte b : word)
      quoted = CString.concat(quoted, b == '\'' ? CString.of("'\\''") : new byte[] {b});
    return CString.concat(quoted, CString.of("'"));
  }

  private static byte[] execlineWord(byte[] word) {
    byte[] quoted = CString.of("\"");
    for (byte b : word) quoted = CString.concat(quoted, execlineByte(b & 0xff));
    return CString.concat(quoted, CString.of("\""));
  }

  private static byte[] execlineByte(int b) {
    if (b == '"' || b == '\\') return new byte[] {'\\', (byte) b};
    if (b >= ' ' && b < 127) return new byte[] {(byte) b};
    byte high = (byte) HEX.charAt(b >> 4);
    byte low = (byte) HEX.charAt(b & 15);
    return new byte[] {'\\', '0', 'x', high, low};
  }

  private void putAll(byte[] word) {
    for (byte b : word) put(b);
  }

  private void put(byte b) {
    if (length == text.length) {
      byte[] more = new byte[2 * length];
      System.arraycopy(text, 0, more, 0, length);
      text = more;
    }
    text[length++] = b;
  }
}
