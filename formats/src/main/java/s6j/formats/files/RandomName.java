package s6j.formats.files;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** Files and directories made under a name with six random letters at its end; for tools. */
public final class RandomName {
  private static final byte[] LETTERS =
      CString.of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

  private static final byte[] DOT = CString.of(".");
  private static final byte[] LINK = CString.of(":s6j");

  private static final int NEW =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_CLOEXEC;
  private static final int LENGTH = 6;
  private static final int TRIES = 64;

  private final Posix posix;
  private byte[] path;

  public RandomName(Posix posix) {
    this.posix = posix;
  }

  /** What was made. */
  public byte[] path() {
    return path;
  }

  /** Makes a directory {@code stem:XXXXXX}: 0, or the negated errno. */
  public @OrErrno int directory(byte[] stem, int mode) {
    int answer = -Errno.EEXIST;
    for (int i = 0; i < TRIES && answer == -Errno.EEXIST; i++) {
      answer = choose(stem);
      if (answer >= 0) answer = posix.mkdir(Posix.CWD, path, mode);
    }
    return answer;
  }

  /** A name {@code stem:XXXXXX} to be made by somebody else. */
  public byte[] unused(byte[] stem) {
    choose(stem);
    return path;
  }

  /** Makes a link {@code stem:XXXXXX}: 0, or the negated errno. */
  public @OrErrno int link(byte[] target, byte[] stem) {
    int answer = -Errno.EEXIST;
    for (int i = 0; i < TRIES && answer == -Errno.EEXIST; i++) {
      answer = choose(stem);
      if (answer >= 0) answer = posix.symlink(target, Posix.CWD, path);
    }
    return answer;
  }

  /** Makes a file {@code stem:XXXXXX} of mode 0600: its descriptor, or the negated errno. */
  public @Descriptor @OrErrno int file(byte[] stem) {
    int answer = -Errno.EEXIST;
    for (int i = 0; i < TRIES && answer == -Errno.EEXIST; i++) {
      answer = choose(stem);
      if (answer >= 0) answer = posix.open(Posix.CWD, path, NEW, 0600);
    }
    return answer;
  }

  /**
   * What the links begin with that are to replace {@code link}: one that a killed program leaves is
   * not taken for a set, a database or a service.
   */
  public static byte[] replacement(byte[] link) {
    int slash = CString.lastIndexOf(link, '/');
    byte[] directory = CString.slice(link, 0, slash + 1);
    byte[] name = CString.concat(CString.concat(DOT, CString.baseName(link)), LINK);
    return CString.concat(directory, name);
  }

  /** Lets {@code link} lead to {@code target}, without a moment in which it does not exist. */
  public @OrErrno int replaceLink(byte[] target, byte[] link) {
    int answer = posix.symlink(target, Posix.CWD, link);
    if (answer != -Errno.EEXIST) return answer;
    answer = link(target, replacement(link));
    if (answer < 0) return answer;
    answer = posix.rename(Posix.CWD, path, Posix.CWD, link);
    if (answer < 0) posix.unlink(Posix.CWD, path);
    return answer;
  }

  private int choose(byte[] stem) {
    byte[] random = new byte[LENGTH];
    int answer = posix.random(random, 0, LENGTH);
    ByteSink name = new ByteSink(stem.length + LENGTH + 1).put(stem).put(':');
    for (byte b : random) name.put(LETTERS[(b & 0xff) % LETTERS.length]);
    path = name.copy();
    return answer;
  }
}
