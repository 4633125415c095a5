package s6j.formats.files;

import static s6j.formats.ServiceDirectory.DEATH_TALLY;
import static s6j.formats.ServiceDirectory.DEATH_TALLY_NEW;
import static s6j.posix.OpenFlags.*;

import s6j.formats.ServiceDirectory;
import s6j.formats.Tai64n;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.RawStatus;

/**
 * The file supervise/death_tally: the last deaths of run, oldest first, 14 bytes each: {@link
 * Tai64n} of the death, exit code (128 + signal of one killed), signal or 0 (s6-svdt page).
 *
 * <p>A file that is no whole number of records is emptied by whoever meets it. Records are never
 * held in memory: an idle supervisor stays small, so they are copied from file to file in pieces.
 */
public final class DeathTally {
  /** Bytes of a record. */
  public static final int SIZE = 14;

  /** Records a file may hold. */
  public static final int MOST = 4096;

  private static final int PIECE = 36 * SIZE;
  private static final int SEEK_SET = 0;
  private static final int SEEK_END = 2;

  private final Posix posix;
  private final byte[] buffer = new byte[PIECE];
  private int fd = -1;
  private int filled;
  private int place;
  private int error;

  public DeathTally(Posix posix) {
    this.posix = posix;
  }

  /** Empties the file of an open service directory, or makes it; 0 or the negated errno. */
  public @OrErrno int clear(@Descriptor int serviceDirectory) {
    return truncate(serviceDirectory, DEATH_TALLY);
  }

  /** The same by renaming an empty file over it, as s6-svdt-clear does. */
  public @OrErrno int replaceByEmpty(@Descriptor int serviceDirectory) {
    return rename(serviceDirectory, truncate(serviceDirectory, DEATH_TALLY_NEW));
  }

  /**
   * Adds a death, keeping the last {@code keep} records, this one included (at most {@link #MOST};
   * 0 writes nothing). 0 or the negated errno; the old file is whole in any case.
   */
  public @OrErrno int append(
      @Descriptor int serviceDirectory, long deathNanos, @RawStatus int waitStatus, int keep) {
    if (keep <= 0) return 0;
    int to = SmallFile.create(posix, serviceDirectory, DEATH_TALLY_NEW, 0666);
    if (to < 0) return to;
    int failure = copyLast(serviceDirectory, to, Math.min(keep, MOST) - 1);
    if (failure == 0) failure = writeRecord(to, deathNanos, waitStatus);
    posix.close(to);
    return rename(serviceDirectory, failure);
  }

  /**
   * Opens the file {@code path}, often {@link ServiceDirectory#DEATH_TALLY}, before the last {@code
   * most} records: their number, which is 0 if it was missing (then it is made) or malformed (then
   * it is emptied); or the negated errno.
   */
  public @OrErrno int start(@Descriptor int directory, byte[] path, int most) {
    stop();
    filled = 0;
    place = -SIZE;
    error = 0;
    fd = posix.open(directory, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT) return truncate(directory, path);
    if (fd < 0) return fd;
    long size = posix.seek(fd, 0, SEEK_END);
    if (size < 0) return (int) size;
    if (size % SIZE != 0) return truncate(directory, path);
    long count = Math.min(size / SIZE, Math.max(most, 0));
    long at = posix.seek(fd, size - count * SIZE, SEEK_SET);
    return at < 0 ? (int) at : (int) count;
  }

  /** Advances to the next record; false at the end and on an error. */
  public boolean next() {
    place += SIZE;
    if (place < filled) return true;
    if (fd < 0 || error != 0) return false;
    int got = Transfer.readFully(posix, fd, buffer, PIECE);
    if (got < 0) error = -got;
    filled = got < 0 ? 0 : got / SIZE * SIZE;
    place = 0;
    return filled > 0;
  }

  /** The errno that ended the reading, or 0. */
  public int error() {
    return error;
  }

  /** When the present record's run died, nanoseconds since 1970, or {@link Tai64n#INVALID}. */
  public long deathNanos() {
    return Tai64n.decode(buffer, place);
  }

  /** Writes the label of the present record's stamp, as it stands; the place behind it. */
  public int label(byte[] into, int at) {
    return Tai64n.labelOf(buffer, place, into, at);
  }

  /** 0..255; 128 + signal for a killed run. */
  public int exitCode() {
    return buffer[place + Tai64n.SIZE] & 0xff;
  }

  /** The killing signal, or 0. */
  public int signal() {
    return buffer[place + Tai64n.SIZE + 1] & 0xff;
  }

  /** Closes what {@link #start} opened. */
  public void stop() {
    if (fd >= 0) posix.close(fd);
    fd = -1;
  }

  private int truncate(int directory, byte[] path) {
    return SmallFile.write(posix, directory, path, buffer, 0, 0666);
  }

  private int copyLast(int directory, int to, int most) {
    int count = start(directory, DEATH_TALLY, most);
    int failure = count < 0 ? count : copyRest(to);
    stop();
    return failure;
  }

  private int copyRest(int to) {
    int got = fd < 0 ? 0 : Transfer.readFully(posix, fd, buffer, PIECE);
    while (got > 0) {
      int failure = Transfer.writeFully(posix, to, buffer, got);
      if (failure < 0) return failure;
      got = Transfer.readFully(posix, fd, buffer, PIECE);
    }
    return got;
  }

  private int writeRecord(int to, long deathNanos, int waitStatus) {
    int signal = WaitStatus.signal(waitStatus);
    Tai64n.encode(deathNanos, buffer, 0);
    buffer[Tai64n.SIZE] = (byte) WaitStatus.shellCode(waitStatus);
    buffer[Tai64n.SIZE + 1] = (byte) signal;
    return Transfer.writeFully(posix, to, buffer, SIZE);
  }

  private int rename(int directory, int failure) {
    return SmallFile.putInPlace(posix, directory, DEATH_TALLY, DEATH_TALLY_NEW, failure);
  }
}
