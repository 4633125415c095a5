package s6j.posix;

/** Strings of the system: bytes, ended by the first NUL or by the end of the array. */
public final class CString {
  private CString() {}

  /** The bytes of an ASCII or Latin-1 text, one byte a character. */
  public static byte[] of(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) text.charAt(i);
    return bytes;
  }

  /** A Latin-1 reading of the string, one character a byte; for comparison and display. */
  public static String text(byte[] string) {
    int length = length(string);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) text.append((char) (string[i] & 0xff));
    return text.toString();
  }

  public static int length(byte[] string) {
    int length = 0;
    while (length < string.length && string[length] != 0) length++;
    return length;
  }

  public static boolean equal(byte[] a, byte[] b) {
    int length = length(a);
    return length == length(b) && startsWith(a, b);
  }

  /** Whether the string is this ASCII text. */
  public static boolean is(byte[] string, String text) {
    int length = length(string);
    if (length != text.length()) return false;
    for (int i = 0; i < length; i++) if (string[i] != (byte) text.charAt(i)) return false;
    return true;
  }

  public static boolean startsWith(byte[] string, byte[] prefix) {
    int length = length(prefix);
    if (length > length(string)) return false;
    for (int i = 0; i < length; i++) if (string[i] != prefix[i]) return false;
    return true;
  }

  /** A new string of both, without a NUL. */
  public static byte[] concat(byte[] a, byte[] b) {
    int first = length(a);
    int second = length(b);
    byte[] joined = new byte[first + second];
    System.arraycopy(a, 0, joined, 0, first);
    System.arraycopy(b, 0, joined, first, second);
    return joined;
  }

  /** A new path {@code directory/name}. */
  public static byte[] path(byte[] directory, byte[] name) {
    int first = length(directory);
    int second = length(name);
    byte[] path = new byte[first + 1 + second];
    System.arraycopy(directory, 0, path, 0, first);
    path[first] = '/';
    System.arraycopy(name, 0, path, first + 1, second);
    return path;
  }

  /** A new string of bytes {@code from} (inclusive) to {@code to} (exclusive). */
  public static byte[] slice(byte[] string, int from, int to) {
    byte[] slice = new byte[to - from];
    System.arraycopy(string, from, slice, 0, slice.length);
    return slice;
  }

  /** The place of the last {@code wanted} byte, or -1. */
  public static int lastIndexOf(byte[] string, int wanted) {
    for (int i = length(string) - 1; i >= 0; i--) if (string[i] == (byte) wanted) return i;
    return -1;
  }

  /** The place of the first {@code wanted} byte, or -1. */
  public static int indexOf(byte[] string, int wanted) {
    int length = length(string);
    for (int i = 0; i < length; i++) if (string[i] == (byte) wanted) return i;
    return -1;
  }

  /** What follows the last slash. */
  public static byte[] baseName(byte[] path) {
    return slice(path, lastIndexOf(path, '/') + 1, length(path));
  }
}
