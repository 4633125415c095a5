package s6j.command.tell;

import org.jspecify.annotations.Nullable;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** How a file that shall be executed begins: what keeps the kernel from executing it. */
final class ScriptTrouble {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] START = {'#', '!'};
  private static final byte[] CARRIAGE_RETURN = {'\r', '\n'};
  private static final byte[] ENV = CString.of("/env");

  final String text;
  final String advice;

  private ScriptTrouble(String text, String advice) {
    this.text = text;
    this.advice = advice;
  }

  /** What is wrong with the scripts of a service; null if nothing is. */
  static @Nullable ScriptTrouble ofService(Posix posix, byte[] directory) {
    byte[] run = CString.path(directory, ServiceDirectory.RUN);
    if (posix.access(Posix.CWD, run, Posix.F_OK) < 0)
      return new ScriptTrouble("has no run script", "make " + CString.text(run));
    ScriptTrouble trouble = of(posix, run);
    if (trouble != null) return trouble.before("its run script ");
    trouble = of(posix, CString.path(directory, ServiceDirectory.FINISH));
    return trouble == null ? null : trouble.before("its finish script ");
  }

  private ScriptTrouble before(String what) {
    return new ScriptTrouble(what + text, advice);
  }

  /** Why the file cannot be executed; null if it can, is not there, or cannot be read. */
  static @Nullable ScriptTrouble of(Posix posix, byte[] file) {
    FileStat stat = new FileStat();
    if (posix.stat(Posix.CWD, file, true, stat) < 0) return null;
    String name = CString.text(file);
    if (!stat.isRegular()) return new ScriptTrouble("is no file", "replace " + name);
    if (posix.access(Posix.CWD, file, Posix.X_OK) < 0)
      return new ScriptTrouble("cannot be executed", "chmod 755 " + name);
    WholeFile whole = new WholeFile(posix);
    int length = whole.read(Posix.CWD, file);
    if (length < 0 || begins(whole.bytes(), length, ELF)) return null;
    return ofText(posix, file, whole.bytes(), length);
  }

  private static @Nullable ScriptTrouble ofText(
      Posix posix, byte[] file, byte[] bytes, int length) {
    String name = CString.text(file);
    if (begins(bytes, length, BYTE_ORDER_MARK))
      return new ScriptTrouble(
          "begins with a byte order mark", "sed -i '1s/^\\xEF\\xBB\\xBF//' " + name);
    if (!begins(bytes, length, START))
      return new ScriptTrouble(
          "has no #! line", "begin " + name + " with #!/bin/sh or another interpreter");
    if (has(bytes, length, CARRIAGE_RETURN))
      return new ScriptTrouble("has lines that end in CR LF", "sed -i 's/\\r$//' " + name);
    byte[] interpreter = word(bytes, 2, length, 0);
    if (interpreter.length == 0)
      return new ScriptTrouble("has an empty #! line", "name an interpreter in " + name);
    byte[] path = resolved(file, interpreter);
    if (posix.access(Posix.CWD, path, Posix.F_OK) < 0) return missing(interpreter, name);
    if (posix.access(Posix.CWD, path, Posix.X_OK) < 0)
      return new ScriptTrouble(
          "has an interpreter that cannot be executed: " + CString.text(interpreter), "look at it");
    byte[] named = word(bytes, 2, length, 1);
    boolean isByName = endsWith(interpreter, ENV) && isPlainName(named);
    if (!isByName || word(bytes, 2, length, 2).length > 0) return null;
    boolean isThere = CString.indexOf(Executable.find(posix, named), '/') >= 0;
    return isThere ? null : missing(named, name);
  }

  private static ScriptTrouble missing(byte[] interpreter, String file) {
    return new ScriptTrouble(
        "has an interpreter that is not there: " + CString.text(interpreter),
        "install it, or name another in the first line of " + file);
  }

  /** What env is to look for, not an option, a variable or a path. */
  private static boolean isPlainName(byte[] word) {
    return word.length > 0
        && word[0] != '-'
        && CString.indexOf(word, '/') < 0
        && CString.indexOf(word, '=') < 0;
  }

  /** A service starts in its directory. */
  private static byte[] resolved(byte[] file, byte[] path) {
    int slash = CString.lastIndexOf(file, '/');
    if (path[0] == '/' || slash < 0) return path;
    return CString.path(CString.slice(file, 0, slash), path);
  }

  private static boolean begins(byte[] bytes, int length, byte[] with) {
    if (length < with.length) return false;
    for (int i = 0; i < with.length; i++) if (bytes[i] != with[i]) return false;
    return true;
  }

  private static boolean endsWith(byte[] word, byte[] end) {
    int from = word.length - end.length;
    return from >= 0 && CString.equal(CString.slice(word, from, word.length), end);
  }

  private static boolean has(byte[] bytes, int length, byte[] pair) {
    for (int i = 0; i + 1 < length; i++)
      if (bytes[i] == pair[0] && bytes[i + 1] == pair[1]) return true;
    return false;
  }

  /** A word of the line at {@code from}; empty if it has not so many. */
  private static byte[] word(byte[] bytes, int from, int length, int place) {
    int at = from;
    for (int word = 0; ; word++) {
      while (at < length && isBlank(bytes[at])) at++;
      int start = at;
      while (at < length && bytes[at] != '\n' && !isBlank(bytes[at])) at++;
      if (word == place || start == at) return CString.slice(bytes, start, at);
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
