package s6j.supervise;

import static s6j.formats.ServiceDirectory.*;
import static s6j.posix.OpenFlags.*;

import s6j.formats.ChildRecord;
import s6j.formats.ServiceStatus;
import s6j.formats.files.ChildFile;
import s6j.formats.files.HeldProcess;
import s6j.formats.files.ProcPath;
import s6j.formats.files.ProcessStat;
import s6j.formats.files.StatusFile;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * Looks for the run or finish that an earlier supervisor of the directory left, and takes hold of
 * it, for {@link SuperviseLoop} to go on with.
 *
 * <p>It must be that very process: of this boot, with the start time that was noted. What holds it
 * is opened before the start time is read, so that a process which gets the number later is not
 * taken for it. And no other supervisor may have been here since: the status must be the one that
 * belongs to the note.
 */
final class Adoption {
  static final int NONE = -1;

  private final Posix posix;
  private final ChildFile file;
  private final ProcessStat stat;
  private final StatusFile statusFile;
  private final FileStat pipe;
  private final ProcPath path = new ProcPath();
  private int directory;
  private final byte[] bootId = new byte[ChildRecord.BOOT_ID_SIZE];

  /** What was noted of the child. */
  final ChildRecord record = new ChildRecord();

  /** What was published of the service. */
  final ServiceStatus status = new ServiceStatus();

  /** The child, not held if it has died meanwhile. */
  HeldProcess process;

  /** What kept it from being told for good whether there is a child: a negated errno, or 0. */
  int failure;

  /** There is no child, and the service was not wanted up. */
  boolean staysDown;

  /** Whoever collects the child started this supervisor too, and will hand on how it ended. */
  boolean handedOn;

  /** The end to read readiness from; {@link #NONE} without one. */
  int notification = NONE;

  Adoption(Means means) {
    this.posix = means.posix;
    this.file = means.childFile;
    this.stat = means.processStat;
    this.statusFile = means.statusFile;
    this.pipe = means.stat;
  }

  /**
   * 1 if there is a child to go on with, be it dead, 0 if there is none, or the negated errno of
   * what failed: then there may be one, and no second must be started. What would fail for ever
   * does not keep the service down for ever: {@link #failure}.
   */
  int look(Service service) {
    directory = service.directory;
    process = service.held();
    failure = 0;
    staysDown = false;
    handedOn = false;
    notification = NONE;
    int answer = find();
    if (answer >= 0 || Errno.mayPass(answer)) return answer;
    failure = answer;
    return 0;
  }

  /** Lets go of what was found; not for who goes on with it. */
  void release() {
    process.release();
    if (notification != NONE) posix.close(notification);
    notification = NONE;
  }

  private int find() {
    int result = file.read(directory, CHILD, record);
    if (result == -Errno.ENOENT && !record.isOfNobody()) return 0;
    if (result == 0 || result == -Errno.ENOENT) result = stat.bootId(bootId, 0);
    if (result < 0) return result;
    if (!isOfThisBoot()) return 0;
    result = statusFile.read(directory, STATUS, status);
    if (result == -Errno.ENOENT || result == -Errno.EPIPE) return 0;
    if (result < 0) return result;
    if (!record.belongsTo(status)) return 0;
    staysDown = record.isOfNobody() && !status.wantUp;
    if (record.isOfNobody()) return 0;
    if (record.isNamedBy(status)) takeWishes();
    return hold();
  }

  private boolean isOfThisBoot() {
    for (int i = 0; i < bootId.length; i++) if (bootId[i] != record.bootId[i]) return false;
    return true;
  }

  /** The status is the younger of the two. */
  private void takeWishes() {
    record.wantUp = status.wantUp;
    record.paused = status.paused;
    if (!record.finishing) record.notified = status.ready;
  }

  private int hold() {
    int held = process.hold(record.pid, record.startTicks);
    if (held < 0) return held;
    if (record.last && hasEnded(held)) return forget();
    if (held == 0) return 1;
    handedOn = isCollectedHere(stat.parent(record.pid));
    return !record.finishing && record.notification >= 0 ? listen() : 1;
  }

  private boolean hasEnded(int held) {
    return held == 0 || process.hasEnded();
  }

  /**
   * The earlier supervisor was to leave when the child had died, and both have: whoever starts
   * another one all the same wants the service as new, and at once.
   */
  private int forget() {
    process.release();
    return 0;
  }

  /** By what started this supervisor, or by this process, which has many. */
  private boolean isCollectedHere(int parent) {
    return parent == posix.getppid() || parent == posix.getpid();
  }

  /** Run has the other end of the pipe: opened by way of it, it is the same pipe. */
  private int listen() {
    byte[] end = path.descriptor(record.pid, record.notification);
    int fd = posix.open(Posix.CWD, end, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return Errno.mayPass(fd) ? fd : 1;
    int found = posix.fstat(fd, pipe);
    if (found >= 0 && pipe.isFifo() && pipe.inode == record.notificationPipe) notification = fd;
    else posix.close(fd);
    return 1;
  }
}
