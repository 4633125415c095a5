package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.formats.ScanDirectory;
import s6j.formats.files.HeldProcess;
import s6j.formats.talk.Handover;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;

/**
 * One service directory that the scanner knows, by device and inode, and its supervisor. A service
 * and its logger are two slots, joined by a pipe whose ends both stay open here.
 */
final class Slot {
  /** What becomes of a supervisor when it dies depends on whether its service is still there. */
  enum Phase {
    /** No service. */
    FREE,

    /** In the scan directory, without a supervisor: one is to be started. */
    DOWN,

    /** In the scan directory, with a supervisor. */
    UP,

    /** A supervisor whose service the last finished scan did not see. */
    STRAY;
  }

  static final int NONE = -1;
  private static final Phase[] PHASES = Phase.values();
  private static final int LONGEST_NAME = 2048;

  private static final int NAME_PIECE = 32;

  Phase phase = Phase.FREE;
  long device;
  long inode;

  /** What the supervisor is told, NUL-ended: {@code NAME} or {@code NAME/log}. */
  byte[] name = new byte[NAME_PIECE];

  /** Of the supervisor; 0 without one. */
  int pid;

  /** Its supervisor in this process; made when the first one begins there, null before. */
  @Nullable HostedSlot here;

  /** Its supervisor, if somebody else started it; null, or not held, for one of our own. */
  @Nullable HeldProcess held;

  /** What its last supervisor left running. */
  final Orphan orphan = new Orphan();

  /** The moment before which no supervisor is started. */
  long notBefore;

  /** Last found as the logger of another service. */
  boolean isLogger;

  /** Whose output it reads, and through which descriptor. */
  @Nullable Slot producer;

  int input = NONE;

  /** When it was first seen that no more input will come; 0 for not yet. */
  long atEndSince;

  /** Who reads its output, and through which descriptor. */
  @Nullable Slot logger;

  int output = NONE;

  /** The scan that saw it last. */
  int scan;

  /** Whether it is in the queue of those that wait for a start. */
  boolean waits;

  @Nullable Slot nextWaiting;
  Slot nextFree;

  /** Tells a scanner that takes the place of this one. */
  void handOver(Handover to) {
    to.tell(phase.ordinal());
    if (phase == Phase.FREE) return;
    to.tell(name);
    to.tell(device);
    to.tell(inode);
    to.tell(pid);
    orphan.handOver(to);
    to.tell(notBefore);
    to.tell(isLogger);
    to.tell(waits);
    to.tellDescriptor(input);
    to.tell(atEndSince);
    to.tellDescriptor(output);
    to.tell(isTakenOver());
    if (isTakenOver()) to.tell(held.start());
    if (isTakenOver()) to.tellDescriptor(held.descriptor());
    to.tell(isHosted());
    if (isHosted()) here.handOver(to);
  }

  /** Becomes what the scanner before told of; whether it waited for a start there. */
  boolean takeUp(Handover from, SupervisorHost host, HeldProcess spare) {
    phase = PHASES[from.nextBelow(PHASES.length)];
    if (phase == Phase.FREE) return false;
    rename(from.nextString(LONGEST_NAME));
    device = from.next();
    inode = from.next();
    pid = from.nextInt();
    orphan.takeUp(from);
    notBefore = from.next();
    isLogger = from.nextFlag();
    boolean waited = from.nextFlag();
    input = from.nextDescriptor();
    atEndSince = from.next();
    output = from.nextDescriptor();
    if (from.nextFlag()) goOnHolding(from, spare);
    if (from.nextFlag()) goOnHosting(from, host);
    return waited;
  }

  private void goOnHolding(Handover from, HeldProcess spare) {
    held = spare;
    long start = from.next();
    held.goOn(pid, start, from.nextDescriptor());
  }

  private void goOnHosting(Handover from, SupervisorHost host) {
    here = new HostedSlot(this, host);
    here.takeUp(from);
  }

  /** Becomes the slot of a directory, with nothing left of its former use. */
  void begin(long newDevice, long newInode) {
    device = newDevice;
    inode = newInode;
    pid = 0;
    orphan.forget();
    notBefore = 0;
    isLogger = false;
  }

  /** The buffer grows with the names it has had to hold, which the system bounds. */
  void rename(byte[] entry) {
    rename(entry, NO_SUFFIX);
  }

  void rename(byte[] entry, byte[] suffix) {
    int length = CString.length(entry);
    int size = length + suffix.length + 1;
    if (size > name.length) name = new byte[size + NAME_PIECE - 1 & -NAME_PIECE];
    System.arraycopy(entry, 0, name, 0, length);
    System.arraycopy(suffix, 0, name, length, suffix.length);
    name[size - 1] = 0;
  }

  private static final byte[] NO_SUFFIX = {};

  /** Whether somebody else started its supervisor, so that its end will not be told. */
  boolean isTakenOver() {
    return held != null && held.isHeld();
  }

  /** Whether it gets what nobody else logs. */
  boolean isCatchAll() {
    return CString.equal(name, ScanDirectory.CATCH_ALL_LOGGER);
  }

  /** Loggers end by themselves when their input ends, so they need not be sent TERM. */
  boolean isToDrain() {
    return isLogger || isCatchAll();
  }

  /** Whether its supervisor lives in this process. */
  boolean isHosted() {
    return here != null && here.isUp;
  }

  boolean hasSupervisor() {
    return pid != 0 || isHosted();
  }
}
