package s6j.formats.files;

import static s6j.posix.OpenFlags.*;

import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** Files that fit into a buffer, read or written as a whole. Allocates nothing. */
public final class SmallFile {
  private SmallFile() {}

  /** Bytes read, {@code most} of a longer file; or the negated errno. */
  public static @OrErrno int read(
      Posix posix, @Descriptor int directory, byte[] path, byte[] into, int most) {
    int fd = posix.open(directory, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return fd;
    int got = Transfer.readFully(posix, fd, into, most);
    posix.close(fd);
    return got;
  }

  /**
   * Opens a file to be written, made or emptied: its descriptor or the negated errno. A link in its
   * place is replaced: whoever made it may be somebody else, and lead to any file.
   */
  public static @Descriptor @OrErrno int create(
      Posix posix, @Descriptor int directory, byte[] path, int mode) {
    int flags = O_WRONLY | O_NONBLOCK | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
    int fd = posix.open(directory, path, flags, mode);
    if (fd != -Errno.ELOOP || posix.unlink(directory, path) < 0) return fd;
    return posix.open(directory, path, flags, mode);
  }

  /** Makes or empties a file and fills it: 0 or the negated errno; see {@link #create}. */
  public static @OrErrno int write(
      Posix posix, @Descriptor int directory, byte[] path, byte[] content, int length, int mode) {
    int fd = create(posix, directory, path, mode);
    if (fd < 0) return fd;
    int error = Transfer.writeFully(posix, fd, content, length);
    posix.close(fd);
    return error;
  }

  /**
   * Puts a file in the place of another, without a sync, {@code fresh} being its name until then: 0
   * or the negated errno of what failed; the old file is whole in any case.
   */
  public static @OrErrno int replace(
      Posix posix,
      @Descriptor int directory,
      byte[] path,
      byte[] fresh,
      byte[] content,
      int length,
      int mode) {
    int error = write(posix, directory, fresh, content, length, mode);
    return putInPlace(posix, directory, path, fresh, error);
  }

  /** The end of such a replacement, unless there was an error. */
  static @OrErrno int putInPlace(
      Posix posix, @Descriptor int directory, byte[] path, byte[] fresh, int error) {
    int result = error;
    if (result == 0) result = posix.rename(directory, fresh, directory, path);
    if (result < 0) posix.unlink(directory, fresh);
    return result;
  }
}
