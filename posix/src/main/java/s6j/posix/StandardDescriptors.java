package s6j.posix;

import s6j.posix.meaning.OrErrno;

/** Standard input, output and error, which a program may be started without. */
public final class StandardDescriptors {
  private static final byte[] DEV_NULL = CString.of("/dev/null");
  private static final int STDERR = 2;

  private StandardDescriptors() {}

  /**
   * Opens /dev/null for those that are closed, so that no file that is opened later becomes one: 0
   * or the negated errno.
   */
  public static @OrErrno int open(Posix posix) {
    for (int fd = 0; fd <= STDERR; fd++) {
      if (posix.descriptorFlags(fd) != -Errno.EBADF) continue;
      int flags = fd == 0 ? OpenFlags.O_RDONLY : OpenFlags.O_WRONLY;
      int opened = posix.open(Posix.CWD, DEV_NULL, flags, 0);
      if (opened < 0) return opened;
    }
    return 0;
  }
}
