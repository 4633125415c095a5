package s6j.svscan;

import static s6j.posix.OpenFlags.*;

import org.jspecify.annotations.Nullable;
import s6j.formats.ChildRecord;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.ChildFile;
import s6j.formats.files.HeldProcess;
import s6j.formats.files.KnobReader;
import s6j.formats.files.ProcPath;
import s6j.formats.files.ProcessStat;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * Finds what an earlier scanner left in a service directory: its supervisor, or the run that the
 * supervisor left in turn.
 *
 * <p>A supervisor is who holds supervise/lock and works in the directory; run is who was noted in
 * supervise/.child, by start time. What cannot be made sure of counts as not there: the worst that
 * comes of it is a supervisor that finds the lock taken.
 */
final class Survivors {
  private static final int NONE = 0;
  private static final byte[] SLASH = CString.of("/");

  private final Posix posix;
  private final int directory;
  private final Slots slots;
  private final ProcPath proc = new ProcPath();
  private final ProcessStat stat;
  private final ChildFile file;
  private final ChildRecord record = new ChildRecord();
  private final byte[] bootId = new byte[ChildRecord.BOOT_ID_SIZE];
  private final FileStat where = new FileStat();
  private final byte[] path =
      new byte[SvscanSettings.LONGEST_NAME + ServiceDirectory.LOCK.length + 16];

  private final KnobReader knobs;
  private final HeldProcess orphan;
  private final Reserve reserve;

  /** {@code directory} is the open scan directory. */
  Survivors(Posix posix, int directory, Slots slots) {
    this.posix = posix;
    this.directory = directory;
    this.slots = slots;
    this.stat = new ProcessStat(posix);
    this.file = new ChildFile(posix);
    this.knobs = new KnobReader(posix);
    this.reserve = new Reserve(posix);
    this.orphan = new HeldProcess(posix, stat);
  }

  /** The pid of the slot's supervisor, which is held then; 0; or why it cannot be told. */
  int take(Slot slot) {
    int lock = openLock(slot.name);
    if (lock < 0) return OldPipe.unlessAbsent(lock);
    int pid = holder(lock, slot.device, slot.inode);
    if (slot.held == null) slot.held = new HeldProcess(posix, stat);
    boolean held = pid > 1 && slot.held.hold(pid) > 0;
    // Who still holds the lock is no other that got the number before it was held.
    if (held && reserve.has(slot.held.descriptor())) slot.held.giveUpDescriptor();
    boolean same = held && posix.lockHolder(lock) == pid;
    posix.close(lock);
    if (held && !same) slot.held.release();
    return same ? pid : NONE;
  }

  /** The pid of the supervisor of the directory {@code name}; 0; or why it cannot be told. */
  int supervisor(byte[] name, long device, long inode) {
    Slot known = slots.find(device, inode);
    // A lock of this process would be lost with the descriptor.
    if (known != null && known.isHosted()) return NONE;
    int lock = openLock(name);
    if (lock < 0) return OldPipe.unlessAbsent(lock);
    int pid = holder(lock, device, inode);
    posix.close(lock);
    return pid;
  }

  /** The slot of the directory that a process works in, or null. */
  @Nullable Slot place(int pid) {
    int found = posix.stat(Posix.CWD, proc.workingDirectory(pid), true, where);
    return found < 0 ? null : slots.find(where.device, where.inode);
  }

  /**
   * The pid of the run or finish that was left in the directory {@code name}; 0; or why it cannot
   * be told.
   */
  int child(byte[] name) {
    int found = file.read(directory, in(name, ServiceDirectory.CHILD), record);
    if (found == 0) found = stat.bootId(bootId, 0);
    if (found < 0) return OldPipe.unlessAbsent(found);
    for (int i = 0; i < bootId.length; i++) if (bootId[i] != record.bootId[i]) return NONE;
    long start = stat.start(record.pid);
    if (start < 0) return OldPipe.unlessAbsent((int) start);
    return start == record.startTicks ? record.pid : NONE;
  }

  /**
   * Ends the run or finish that was left in the slot's directory, as its supervisor would: 0, also
   * if there is none; or why that cannot be told now.
   */
  int end(Slot slot) {
    int pid = child(slot.name);
    int held = pid > 1 ? orphan.hold(pid, record.startTicks) : pid;
    if (held <= 0 || pid <= 1) return held < 0 ? OldPipe.unlessAbsent(held) : 0;
    int signal = knobs.signal(directory, in(slot.name, ServiceDirectory.DOWN_SIGNAL));
    orphan.signal(signal > 0 && !record.finishing ? signal : Signal.SIGTERM, false);
    if (record.paused || !isSpared(slot)) orphan.signal(Signal.SIGCONT, false);
    orphan.release();
    return 0;
  }

  private boolean isSpared(Slot slot) {
    return knobs.exists(directory, in(slot.name, ServiceDirectory.FLAG_NO_CONT)) > 0;
  }

  /** Notes what the slot's supervisor, which has just died, left running. */
  void note(Slot slot) {
    int child = child(slot.name);
    slot.orphan.pid = child > 0 ? child : NONE;
    slot.orphan.start = record.startTicks;
  }

  /** Hands on how it ended to the slot's supervisor, which is not told: 0 or the negated errno. */
  int handOn(Slot slot, int waitStatus) {
    byte[] end = in(slot.name, ServiceDirectory.CHILD_END);
    int pid = slot.orphan.pid;
    slot.orphan.pid = NONE;
    return file.writeEnd(directory, end, pid, slot.orphan.start, waitStatus);
  }

  private int openLock(byte[] name) {
    byte[] lock = in(name, ServiceDirectory.LOCK);
    return posix.open(directory, lock, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  }

  /** Somebody else may hold the lock to keep supervisors away. */
  private int holder(int lock, long device, long inode) {
    int pid = posix.lockHolder(lock);
    if (pid <= 1) return NONE;
    int found = posix.stat(Posix.CWD, proc.workingDirectory(pid), true, where);
    return found >= 0 && where.device == device && where.inode == inode ? pid : NONE;
  }

  private byte[] in(byte[] name, byte[] what) {
    int length = CString.length(name);
    System.arraycopy(name, 0, path, 0, length);
    System.arraycopy(SLASH, 0, path, length, 1);
    System.arraycopy(what, 0, path, length + 1, what.length);
    path[length + 1 + what.length] = 0;
    return path;
  }
}
