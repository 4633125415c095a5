package s6j.supervise;

import s6j.formats.ChildFile;
import s6j.formats.ChildRecord;
import s6j.formats.ProcessStat;
import s6j.posix.Posix;

/**
 * Keeps supervise/child: notes of the run or finish that lives, for a supervisor that may have to
 * go on with it. A note is written before a status names the child, so that there is no moment at
 * which a status is all that is known of it.
 */
final class ChildNotes {
  private final Posix posix;
  private final int directory;
  private final ChildFile file;
  private final ProcessStat stat;
  private final byte[] written = new byte[ChildRecord.SIZE];
  private final byte[] wanted = new byte[ChildRecord.SIZE];

  /** Filled by the loop; pid and start time are {@link #meet}'s. */
  final ChildRecord record = new ChildRecord();

  private boolean some;
  private boolean taken;

  ChildNotes(Posix posix, int directory) {
    this.posix = posix;
    this.directory = directory;
    this.file = new ChildFile(posix);
    this.stat = new ProcessStat(posix);
  }

  ChildFile file() {
    return file;
  }

  ProcessStat stat() {
    return stat;
  }

  /** Learns which boot this is: 0 or the negated errno. */
  int begin() {
    return stat.bootId(record.bootId, 0);
  }

  /** Goes on with what an earlier supervisor noted. */
  void take(ChildRecord found) {
    found.encode(written);
    record.decode(written);
    some = true;
    taken = true;
  }

  /**
   * How the child that {@code process} stands for ended, whoever is told: 0 with {@code
   * waitStatus[0]}, or a negated errno. {@code process} is negative if it was not there any more.
   */
  int end(int process, int[] waitStatus) {
    int told = stat.end(record.pid, record.startTicks, waitStatus);
    if (told < 0 && process >= 0) told = posix.endOfProcess(process, waitStatus);
    if (told < 0) told = file.readEnd(directory, record.pid, record.startTicks, waitStatus);
    return told;
  }

  /** A child that is not noted yet: 0 or the negated errno, and then it is to be met again. */
  int meet(int pid) {
    record.pid = 0;
    long start = stat.start(pid);
    if (start < 0) return (int) start;
    record.pid = pid;
    record.startTicks = start;
    return 0;
  }

  /** Writes what the record says, unless it is written already: 0 or the negated errno. */
  int keep() {
    record.encode(wanted);
    if (some && isWritten()) return 0;
    int result = file.write(directory, record);
    some |= result >= 0;
    if (result >= 0) System.arraycopy(wanted, 0, written, 0, wanted.length);
    return result;
  }

  /** There is no child: 0 or the negated errno. */
  int forget() {
    record.pid = 0;
    if (!some) return 0;
    some = false;
    if (taken) file.removeEnd(directory);
    taken = false;
    return file.remove(directory);
  }

  private boolean isWritten() {
    for (int i = 0; i < wanted.length; i++) if (wanted[i] != written[i]) return false;
    return true;
  }
}
