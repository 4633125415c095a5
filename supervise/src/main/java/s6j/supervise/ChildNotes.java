package s6j.supervise;

import s6j.formats.ChildRecord;
import s6j.formats.files.ChildFile;
import s6j.formats.files.HeldProcess;
import s6j.formats.files.ProcessStat;
import s6j.formats.talk.Handover;
import s6j.posix.Errno;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * Keeps supervise/.child: notes of the run or finish that lives, for a supervisor that may have to
 * go on with it. The child notes itself before it becomes run or finish, and the supervisor notes
 * it before a status names it, so that there is no moment at which it is not known of.
 */
final class ChildNotes implements Spawn.Beginning {
  private static final int NONE = -1;

  /** A second, with the pauses between. */
  static final int TRIES = 101;

  private static final int PAUSE_MILLIS = 10;

  private final Posix posix;
  private final ChildFile file;
  private final ProcessStat stat;
  private final byte[] written = new byte[ChildRecord.SIZE];
  private final byte[] wanted;
  private int directory;

  /** Filled by the loop; pid and start time are {@link #meet}'s. */
  final ChildRecord record = new ChildRecord();

  /** Whether {@link #written} is what the file holds. */
  private boolean known;

  private boolean taken;
  private int held = NONE;

  ChildNotes(Means means) {
    this.posix = means.posix;
    this.file = means.childFile;
    this.stat = means.processStat;
    this.wanted = means.note;
  }

  /** There is no child yet, in this open service directory. */
  void beginIn(int serviceDirectory) {
    directory = serviceDirectory;
    record.pid = 0;
    known = false;
    taken = false;
  }

  /** Learns which boot this is: 0 or the negated errno. */
  int learnBoot() {
    return stat.bootId(record.bootId, 0);
  }

  /**
   * Keeps the next supervisor from reading before a child that this one has begun to start has
   * noted itself: the lock of flock stays with such a child, too, until it becomes run. 0, {@code
   * -EAGAIN} if a child of an earlier supervisor does not come to that, or the negated errno of
   * open.
   */
  int hold(int tries) {
    held = file.open(directory);
    if (held < 0) return held;
    int locked = posix.flock(held, true, false);
    for (int i = 1; i < tries && locked == -Errno.EAGAIN; i++) {
      Pause.millis(posix, PAUSE_MILLIS);
      locked = posix.flock(held, true, false);
    }
    return locked;
  }

  /** Tells what it cannot find on disk. */
  void handOver(Handover to) {
    to.tellDescriptor(held);
    to.tell(record.bootId);
    to.tell(record.pid);
    to.tell(record.startTicks);
    to.tell(taken);
  }

  /** Goes on with the notes of the supervisor that was told of. */
  void takeUp(Handover from) {
    held = from.nextDescriptor();
    byte[] boot = from.nextString(record.bootId.length);
    System.arraycopy(boot, 0, record.bootId, 0, boot.length);
    record.pid = from.nextInt();
    record.startTicks = from.next();
    taken = from.nextFlag();
  }

  /** Lets the next supervisor begin. */
  void release() {
    if (held >= 0) posix.close(held);
    held = NONE;
  }

  /** Goes on with what an earlier supervisor noted. */
  void take(ChildRecord found) {
    found.encode(written);
    record.decode(written);
    known = true;
    taken = true;
  }

  /**
   * How the child ended, whoever is told: 0 with {@code waitStatus[0]}, or a negated errno. {@code
   * process} is it, if it was still there.
   */
  int end(HeldProcess process, int[] waitStatus) {
    int told = stat.end(record.pid, record.startTicks, waitStatus);
    if (told < 0 && process.isHeld()) told = process.end(waitStatus);
    if (told < 0) told = file.readEnd(directory, record.pid, record.startTicks, waitStatus);
    return told;
  }

  /** A child is about to note itself: what the file will hold is not known here. */
  void expect() {
    record.pid = 0;
    known = false;
  }

  /**
   * Notes the child, in the child; what cannot be noted yet, the supervisor tries again. A file
   * that the child would open is none of the supervisor, though they share their memory.
   */
  @Override
  public void begin(int pid) {
    if (held < 0 || meet(pid) < 0) return;
    if (!record.finishing) record.runPid = pid;
    record.encode(wanted);
    write();
    record.pid = 0;
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
    if (known && isWritten()) return 0;
    int result = write();
    known = result >= 0;
    if (known) System.arraycopy(wanted, 0, written, 0, wanted.length);
    return result;
  }

  /**
   * There is no child since then, as status says: 0 or the negated errno. The file keeps its place.
   */
  int forget(long stampNanos) {
    if (taken) file.removeEnd(directory);
    taken = false;
    record.pid = 0;
    record.finishing = false;
    record.stampNanos = stampNanos;
    record.publishedPid = 0;
    record.publishedStampNanos = stampNanos;
    return keep();
  }

  /** There is no child, and no supervisor: 0 or the negated errno. */
  int leave() {
    if (taken) file.removeEnd(directory);
    return file.remove(directory);
  }

  /** The descriptor that is held needs no other: none may be left to open. */
  private int write() {
    if (held < 0) held = file.open(directory);
    return held < 0 ? held : file.write(held, wanted);
  }

  private boolean isWritten() {
    for (int i = 0; i < wanted.length; i++) if (wanted[i] != written[i]) return false;
    return true;
  }
}
