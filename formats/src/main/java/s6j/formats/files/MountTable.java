package s6j.formats.files;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * A table of mounts, /etc/fstab or the kernel's own: a line each, fields with blanks between, in
 * which a backslash and three digits are a byte. Lines are gone through forwards or backwards.
 */
public final class MountTable {
  private static final byte[] NONE = {};

  private final WholeFile file;
  private byte[] bytes = NONE;

  /** The bounds of the present line. */
  private int from;

  private int to;
  private int length;

  public MountTable(Posix posix) {
    file = new WholeFile(posix);
  }

  /** Reads the table: 0, or the negated errno. */
  public int read(byte[] path) {
    int answer = file.read(Posix.CWD, path);
    if (answer < 0) return answer;
    bytes = file.bytes();
    length = answer;
    rewind();
    return 0;
  }

  public void rewind() {
    to = -1;
  }

  /** Goes to where {@link #previous} begins. */
  public void goToEnd() {
    boolean isEnded = length == 0 || bytes[length - 1] == '\n';
    from = isEnded ? length : length + 1;
  }

  /** Goes to the next line; false behind the last. */
  public boolean next() {
    from = to + 1;
    if (from >= length) return false;
    to = from;
    while (to < length && bytes[to] != '\n') to++;
    return true;
  }

  /** Goes to the line before; false before the first. */
  public boolean previous() {
    if (from == 0) return false;
    to = from - 1;
    from = to;
    while (from > 0 && bytes[from - 1] != '\n') from--;
    return true;
  }

  /** Whether the line says nothing. */
  public boolean isEmpty() {
    int at = begin(from);
    return at == to || bytes[at] == '#';
  }

  /** The number of fields in the line. */
  public int fields() {
    int count = 0;
    for (int at = begin(from); at < to; at = begin(end(at))) count++;
    return count;
  }

  /** The field of this number, from 0, decoded; empty if there are fewer. */
  public byte[] field(int number) {
    int at = begin(from);
    for (int i = 0; i < number; i++) at = begin(end(at));
    return decoded(at, end(at));
  }

  private int begin(int place) {
    int at = place;
    while (at < to && isBlank(bytes[at])) at++;
    return at;
  }

  private int end(int place) {
    int at = place;
    while (at < to && !isBlank(bytes[at])) at++;
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private byte[] decoded(int begin, int end) {
    ByteSink text = new ByteSink(end - begin);
    for (int at = begin; at < end; at++) {
      boolean isByte = bytes[at] == '\\' && at + 4 <= end && octal(at + 1) >= 0;
      text.put(isByte ? octal(at + 1) : bytes[at]);
      if (isByte) at += 3;
    }
    return text.copy();
  }

  /** The number of three digits, or -1. */
  private int octal(int at) {
    int number = 0;
    for (int i = at; i < at + 3; i++) {
      if (bytes[i] < '0' || bytes[i] > '7') return -1;
      number = 8 * number + bytes[i] - '0';
    }
    return number > 0 && number < 256 ? number : -1;
  }

  /** Whether the line has blanks before and behind its second word, as the kernel writes it. */
  public boolean isOfKernel() {
    int first = CString.indexOf(CString.slice(bytes, from, to), ' ');
    if (first < 0) return false;
    return CString.indexOf(CString.slice(bytes, from + first + 1, to), ' ') >= 0;
  }
}
