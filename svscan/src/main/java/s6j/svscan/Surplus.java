package s6j.svscan;

import s6j.cli.Messages;
import s6j.posix.CString;

/** The services that a scan had to leave out: collected, to be told of in one warning. */
final class Surplus {
  private static final int LONGEST = 320;

  private final byte[] names = new byte[LONGEST];
  private int length;
  private int named;
  private int count;

  void clear() {
    length = 0;
    named = 0;
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Keeps the name if there is place for it, and counts it anyway. */
  void add(byte[] name, boolean onlyItsLogger) {
    count++;
    int size = CString.length(name);
    if (named < count - 1 || length + size + 8 > LONGEST) return;
    if (length > 0) put(SEPARATOR, SEPARATOR.length);
    put(name, size);
    if (onlyItsLogger) put(ScandirReader.LOG, ScandirReader.LOG.length);
    names[length] = 0;
    named++;
  }

  private static final byte[] SEPARATOR = CString.of(", ");

  private void put(byte[] bytes, int size) {
    System.arraycopy(bytes, 0, names, length, size);
    length += size;
  }

  /** Begins a warning: unable to do that for all of them; the caller says why. */
  Messages warn(Messages messages, String what) {
    messages.warning().unableTo(what).bytes(names);
    return count > named ? messages.text(" and ").number(count - named).text(" more") : messages;
  }
}
