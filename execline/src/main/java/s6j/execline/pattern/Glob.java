package s6j.execline.pattern;

import org.jspecify.annotations.Nullable;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Finds the files whose paths match a pattern (glob in the C locale). */
public final class Glob {
  /** Told of directories that cannot be read. */
  public interface Trouble {
    void reading(byte[] directory, int error);
  }

  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int RECORDS = 32768;
  private static final byte[] SLASH = {'/'};
  private static final byte[] DOT = {'.'};
  private static final byte[] PARENT = {'.', '.'};

  public boolean sorts;
  public boolean marks;
  public boolean literal;
  public boolean strict;

  /** Null if nobody is to be told. */
  public @Nullable Trouble warnings;

  private final Posix posix;
  private final FileStat stat = new FileStat();
  private int error;

  /** A part of the path that was taken was no plain name. */
  private boolean hasPattern;

  public Glob(Posix posix) {
    this.posix = posix;
  }

  /** The errno for that {@link #find} answered null. */
  public int error() {
    return error;
  }

  /** The paths; null if a directory cannot be read and that is to be an error. */
  public byte @Nullable [][] find(byte[] pattern) {
    Words found = new Words().add(new byte[0]);
    int length = CString.length(pattern);
    for (int from = 0; from < length && found.count() > 0; ) {
      int to = from;
      while (to < length && pattern[to] != '/') to++;
      int behind = to;
      while (behind < length && pattern[behind] == '/') behind++;
      byte[] part = CString.slice(pattern, from, to);
      byte[] slashes = CString.slice(pattern, to, behind);
      found = step(found, part, slashes, behind >= length);
      if (error != 0) return null;
      from = behind;
    }
    byte[][] names = length == 0 ? new byte[0][] : found.array();
    if (sorts) new Sorting(names).sort();
    if (marks) for (int i = 0; i < names.length; i++) names[i] = marked(names[i]);
    return names;
  }

  private Words step(Words parents, byte[] part, byte[] slashes, boolean isLast) {
    ShellPattern pattern = new ShellPattern(part);
    pattern.literal = literal;
    pattern.hidesDots = true;
    Words found = new Words();
    for (int i = 0; i < parents.count() && error == 0; i++)
      if (pattern.isPlain()) addIfThere(parents.get(i), pattern.unquoted(), slashes, isLast, found);
      else addMatching(parents.get(i), pattern, slashes, found);
    hasPattern |= !pattern.isPlain();
    return found;
  }

  private void addIfThere(byte[] parent, byte[] name, byte[] slashes, boolean isLast, Words found) {
    byte[] path = CString.concat(CString.concat(parent, name), slashes);
    boolean mayLack = !isLast && !hasPattern;
    if (mayLack || posix.stat(Posix.CWD, path, false, stat) >= 0) found.add(path);
  }

  private void addMatching(byte[] parent, ShellPattern pattern, byte[] slashes, Words found) {
    byte[] directory = CString.length(parent) == 0 ? DOT : withoutSlash(parent);
    int fd = posix.open(Posix.CWD, directory, DIRECTORY, 0);
    if (fd == -Errno.ENOTDIR) return;
    if (fd < 0) {
      trouble(directory, -fd);
      return;
    }
    DirectoryReader reader = new DirectoryReader(posix, RECORDS);
    reader.start(fd);
    take(parent, DOT, pattern, slashes, found);
    take(parent, PARENT, pattern, slashes, found);
    while (reader.next()) take(parent, reader.name(), pattern, slashes, found);
    if (reader.error() != 0) trouble(directory, reader.error());
    posix.close(fd);
  }

  private void take(byte[] parent, byte[] name, ShellPattern pattern, byte[] slashes, Words found) {
    if (!pattern.matches(name)) return;
    byte[] path = CString.concat(parent, name);
    if (slashes.length == 0 || isDirectory(path)) found.add(CString.concat(path, slashes));
  }

  private boolean isDirectory(byte[] path) {
    return posix.stat(Posix.CWD, path, true, stat) >= 0 && stat.isDirectory();
  }

  private void trouble(byte[] directory, int why) {
    if (warnings != null) warnings.reading(directory, why);
    if (strict) error = why;
  }

  private static byte[] withoutSlash(byte[] path) {
    int length = path.length;
    while (length > 1 && path[length - 1] == '/') length--;
    return CString.slice(path, 0, length);
  }

  private byte[] marked(byte[] path) {
    boolean hasSlash = path.length > 0 && path[path.length - 1] == '/';
    return !hasSlash && isDirectory(path) ? CString.concat(path, SLASH) : path;
  }
}
