package s6j.formats.confine;

import s6j.posix.CString;

/** A set of at most 64 names, as a list on a command line says it. */
public final class NameSet {
  public static final int NONE = -1;

  /** In the order of their numbers, a blank behind each. */
  private final String names;

  /** In front of a name it means nothing; in small letters. */
  private final String prefix;

  private long set;
  private boolean isLess;
  private byte[] unknown = {};

  NameSet(String names, String prefix) {
    this.names = names;
    this.prefix = prefix;
  }

  /** All of them, a blank behind each. */
  public String names() {
    return names;
  }

  /** The set that was read; a bit for each. */
  public long set() {
    return isLess ? ~set : set;
  }

  /** Those that the list named, which are all but the set if it began with {@code ~}. */
  public long named() {
    return set;
  }

  public boolean isLess() {
    return isLess;
  }

  /** The word that is no name; empty if all are. */
  public byte[] unknown() {
    return unknown;
  }

  /**
   * Reads names, commas or blanks between, with or without the prefix, in any case; whether all are
   * known. A leading {@code ~} means all but these.
   */
  public boolean read(byte[] text) {
    int end = CString.length(text);
    isLess = end > 0 && text[0] == '~';
    set = 0;
    for (int from = isLess ? 1 : 0; from < end; ) {
      int to = endOfWord(text, from);
      byte[] word = CString.slice(text, from, to);
      int number = to == from ? 0 : number(word);
      if (number < 0) {
        unknown = word;
        return false;
      }
      if (to > from) set |= 1L << (number & 63);
      from = to + 1;
    }
    return true;
  }

  public static boolean has(long set, int number) {
    return (set >> (number & 63) & 1) != 0;
  }

  /** Where the word ends that begins there: at a comma or a blank. */
  static int endOfWord(byte[] text, int from) {
    int end = CString.length(text);
    int to = from;
    while (to < end && text[to] != ',' && text[to] != ' ' && text[to] != '\t') to++;
    return to;
  }

  /** Of a name; {@link #NONE} if it is none. */
  public int number(byte[] word) {
    int length = CString.length(word);
    boolean hasPrefix = length > prefix.length() && isSame(word, 0, prefix, 0, prefix.length());
    int begin = hasPrefix ? prefix.length() : 0;
    int number = 0;
    for (int at = 0; at < names.length(); number++) {
      int end = names.indexOf(' ', at);
      if (end - at == length - begin && isSame(word, begin, names, at, end - at)) return number;
      at = end + 1;
    }
    return NONE;
  }

  private static boolean isSame(byte[] word, int from, String text, int at, int length) {
    for (int i = 0; i < length; i++) if (lower(word[from + i]) != text.charAt(at + i)) return false;
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }
}
