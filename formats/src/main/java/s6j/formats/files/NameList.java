package s6j.formats.files;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/** A growing list of names or words; for tools. */
public final class NameList {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  private static final int READ_SIZE = 8192;

  private byte[][] names = new byte[16][];
  private int count;

  public int count() {
    return count;
  }

  public byte[] get(int place) {
    return names[place];
  }

  public NameList add(byte[] name) {
    if (count == names.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(names, 0, more, 0, count);
      names = more;
    }
    names[count++] = name;
    return this;
  }

  public NameList add(String word) {
    return add(CString.of(word));
  }

  public byte[][] toArray() {
    byte[][] array = new byte[count][];
    System.arraycopy(names, 0, array, 0, count);
    return array;
  }

  /** Brings them into the order of their bytes. */
  public NameList sort() {
    for (int width = 1; width < count; width *= 2) {
      byte[][] merged = new byte[names.length][];
      for (int from = 0; from < count; from += 2 * width)
        merge(merged, from, Math.min(from + width, count), Math.min(from + 2 * width, count));
      names = merged;
    }
    return this;
  }

  private void merge(byte[][] into, int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takesLeft = right == to || left < middle && compare(names[left], names[right]) <= 0;
      into[at] = takesLeft ? names[left++] : names[right++];
    }
  }

  private static int compare(byte[] a, byte[] b) {
    int shorter = Math.min(a.length, b.length);
    for (int i = 0; i < shorter; i++) if (a[i] != b[i]) return (a[i] & 0xff) - (b[i] & 0xff);
    return a.length - b.length;
  }

  /** Adds the names in a directory that do not begin with a dot: 0, or the negated errno. */
  public @OrErrno int addDirectory(Posix posix, byte[] path) {
    return addDirectory(posix, path, false);
  }

  /** The same, with names that begin with one dot if {@code hidden}. */
  public @OrErrno int addDirectory(Posix posix, byte[] path, boolean hidden) {
    int fd = posix.open(Posix.CWD, path, DIRECTORY, 0);
    if (fd < 0) return fd;
    DirectoryReader reader = new DirectoryReader(posix, READ_SIZE).start(fd);
    while (reader.next())
      if (reader.name()[0] != '.' || hidden && reader.name()[1] != '.' && reader.name()[1] != 0)
        add(CString.slice(reader.name(), 0, CString.length(reader.name())));
    posix.close(fd);
    return -reader.error();
  }
}
