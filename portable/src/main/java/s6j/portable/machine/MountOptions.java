package s6j.portable.machine;

import s6j.formats.ByteSink;
import s6j.posix.CString;

/** Options of a mount: the kernel's flags, and what is left for the file system. Pure. */
final class MountOptions {
  private static final byte[] PREFIX_OF_TOOLS = CString.of("x-");
  private static final byte[] COMMENT = CString.of("comment=");

  private final ByteSink data = new ByteSink(64);
  private long flags;
  private boolean isManual;

  long flags() {
    return flags;
  }

  /** What the file system makes of it. */
  byte[] data() {
    return data.copy();
  }

  /** Whether a table says that it is not to be mounted with the others. */
  boolean isManual() {
    return isManual;
  }

  /** Words with commas between; later ones win. */
  void add(byte[] words) {
    for (int from = 0; from < CString.length(words); ) {
      int to = end(words, from);
      addWord(CString.slice(words, from, to));
      from = to + 1;
    }
  }

  /** The same of a table, where some words are for who reads the table. */
  void addOfTable(byte[] words) {
    for (int from = 0; from < CString.length(words); ) {
      int to = end(words, from);
      byte[] word = CString.slice(words, from, to);
      if (!isForReader(word)) addWord(word);
      from = to + 1;
    }
  }

  private static int end(byte[] words, int from) {
    int to = from;
    while (to < CString.length(words) && words[to] != ',') to++;
    return to;
  }

  private void addWord(byte[] word) {
    MountWord known = MountWord.of(word);
    if (known == null) {
      if (data.length() > 0) data.put(',');
      data.put(word);
    } else flags = flags & ~(long) known.cleared | known.set;
  }

  private boolean isForReader(byte[] word) {
    if (CString.startsWith(word, PREFIX_OF_TOOLS) || CString.startsWith(word, COMMENT)) return true;
    return switch (CString.text(word)) {
      case "noauto" -> {
        isManual = true;
        yield true;
      }
      case "auto", "nouser", "nousers", "noowner", "nogroup", "nofail", "_netdev" -> true;
      case "user", "users" -> allowing(MountWord.NOSUID | MountWord.NODEV | MountWord.NOEXEC);
      case "owner", "group" -> allowing(MountWord.NOSUID | MountWord.NODEV);
      default -> false;
    };
  }

  /** What users may mount is without what could make them more; later words may say otherwise. */
  private boolean allowing(int less) {
    flags |= less;
    return true;
  }
}
