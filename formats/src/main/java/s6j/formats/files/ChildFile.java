package s6j.formats.files;

import static s6j.formats.ServiceDirectory.CHILD_END;
import static s6j.posix.OpenFlags.*;

import s6j.formats.BigEndian;
import s6j.formats.ChildRecord;
import s6j.formats.ServiceDirectory;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/** The file supervise/.child: written by a supervisor, read by the next one, and by svscan. */
public final class ChildFile {
  private static final int START_AT = 8;
  private static final int END_AT = 16;
  private static final int END_SIZE = 20;

  private final Posix posix;
  private final byte[] buffer = new byte[ChildRecord.SIZE];

  public ChildFile(Posix posix) {
    this.posix = posix;
  }

  /**
   * Reads the file {@code path}, often {@link ServiceDirectory#CHILD}: 0, {@code -ENOENT} if there
   * is none or it holds no child, or the negated errno of open or read.
   */
  public @OrErrno int read(@Descriptor int directory, byte[] path, ChildRecord record) {
    int got = SmallFile.read(posix, directory, path, buffer, ChildRecord.SIZE);
    if (got < 0) return got;
    return got == ChildRecord.SIZE && record.decode(buffer) ? 0 : -Errno.ENOENT;
  }

  /** Opens supervise/.child of an open service directory to be written, made if it is missing. */
  public @Descriptor @OrErrno int open(@Descriptor int serviceDirectory) {
    int flags = O_WRONLY | O_NONBLOCK | O_CREAT | O_CLOEXEC;
    return posix.open(serviceDirectory, ServiceDirectory.CHILD, flags, 0600);
  }

  /**
   * Writes {@link ChildRecord#SIZE} bytes: 0 or the negated errno. They take the place of those
   * before, which needs no room on a full disk, in one call, which no signal parts.
   */
  public @OrErrno int write(@Descriptor int child, byte[] record) {
    int put = posix.writeAt(child, record, 0, ChildRecord.SIZE, 0);
    if (put < 0) return put;
    return put == ChildRecord.SIZE ? 0 : -Errno.EIO;
  }

  /** Removes the file: 0 or the negated errno, {@code -ENOENT} if there was none. */
  public @OrErrno int remove(@Descriptor int serviceDirectory) {
    return posix.unlink(serviceDirectory, ServiceDirectory.CHILD);
  }

  /**
   * Writes the file {@code path}, a {@link ServiceDirectory#CHILD_END}: pid (8), start in ticks
   * (8), raw wait status (4). 0 or the negated errno.
   */
  public @OrErrno int writeEnd(
      @Descriptor int directory,
      byte[] path,
      @Pid int pid,
      long startTicks,
      @RawStatus int waitStatus) {
    BigEndian.put(pid, buffer, 0, 8);
    BigEndian.put(startTicks, buffer, START_AT, 8);
    BigEndian.put(waitStatus, buffer, END_AT, 4);
    return SmallFile.write(posix, directory, path, buffer, END_SIZE, 0600);
  }

  /**
   * Reads supervise/.child-end of an open service directory: 0 with {@code waitStatus[0]}, {@code
   * -ENOENT} if it does not tell of that child, or the negated errno.
   */
  public @OrErrno int readEnd(
      @Descriptor int serviceDirectory,
      @Pid int pid,
      long startTicks,
      @RawStatus int[] waitStatus) {
    int got = SmallFile.read(posix, serviceDirectory, CHILD_END, buffer, END_SIZE);
    if (got < 0) return got;
    boolean tells = got == END_SIZE && BigEndian.get(buffer, 0, 8) == pid;
    if (!tells || BigEndian.get(buffer, START_AT, 8) != startTicks) return -Errno.ENOENT;
    waitStatus[0] = (int) BigEndian.get(buffer, END_AT, 4);
    return 0;
  }

  /** Removes it: 0 or the negated errno, {@code -ENOENT} if there was none. */
  public @OrErrno int removeEnd(@Descriptor int serviceDirectory) {
    return posix.unlink(serviceDirectory, CHILD_END);
  }
}
