package s6j.formats;

/**
 * What a supervisor notes of the run or finish that is its child, so that the next supervisor of
 * the directory can go on with it; mutable, reused by its owner.
 *
 * <p>128 bytes: "s6jchld1", boot id (36), flags (1: 1 finish, 2 leaves afterwards, 4 want up, 8
 * notified, 16 dying, 32 paused), nothing (3), then numbers, most significant byte first: pid (8),
 * start in ticks (8), stamp (8), published stamp (8), published pid (8), start of run (8), timer
 * (8), notification pipe (8), its descriptor (4), backoff (4), wait status (4), pid of run (4). An
 * extension, absent in s6.
 */
public final class ChildRecord {
  public static final int SIZE = 128;

  /** No notification descriptor. */
  public static final int NONE = -1;

  private static final long MAGIC = 0x73366a63686c6431L;
  private static final int BOOT_ID_AT = 8;
  private static final int FLAGS_AT = 44;
  private static final int PID_AT = 48;
  private static final int START_AT = 56;
  private static final int STAMP_AT = 64;
  private static final int PUBLISHED_STAMP_AT = 72;
  private static final int PUBLISHED_PID_AT = 80;
  private static final int RUN_STARTED_AT = 88;
  private static final int TIMER_AT = 96;
  private static final int PIPE_AT = 104;
  private static final int NOTIFICATION_AT = 112;
  private static final int BACKOFF_AT = 116;
  private static final int WAIT_STATUS_AT = 120;
  private static final int RUN_PID_AT = 124;

  private static final int FINISHING = 1;
  private static final int LAST = 2;
  private static final int WANT_UP = 4;
  private static final int NOTIFIED = 8;
  private static final int DYING = 16;
  private static final int PAUSED = 32;

  /** Bytes of a boot id. */
  public static final int BOOT_ID_SIZE = 36;

  public final byte[] bootId = new byte[BOOT_ID_SIZE];

  /** 0: the service is down. */
  public int pid;

  private boolean isSound;

  /** As {@code ProcessStat.start} tells it. */
  public long startTicks;

  /** The child is finish. */
  public boolean finishing;

  /** The supervisor is to leave when the service is fully down. */
  public boolean last;

  public boolean wantUp;

  /** Run notified its readiness. */
  public boolean notified;

  /** Run was asked to die. */
  public boolean dying;

  public boolean paused;

  /** The stamp of the status that names this child. */
  public long stampNanos;

  /** Stamp and pid of the status that was on disk when this was written. */
  public long publishedStampNanos;

  public int publishedPid;

  /** When run was started, CLOCK_MONOTONIC. */
  public long runStartedNanos;

  /** When the timer fires, CLOCK_MONOTONIC; {@link s6j.posix.Deadline#NEVER}. */
  public long timerNanos;

  /** The descriptor that run notifies by, or {@link #NONE}. */
  public int notification;

  /** The inode of its pipe. */
  public long notificationPipe;

  /** The last pause by restart-backoff, milliseconds. */
  public int backoffMillis;

  /** Raw wait status of the last run. */
  public int waitStatus;

  public int runPid;

  /** Writes {@link #SIZE} bytes. */
  public void encode(byte[] into) {
    BigEndian.put(MAGIC, into, 0, 8);
    System.arraycopy(bootId, 0, into, BOOT_ID_AT, bootId.length);
    BigEndian.put((long) flags() << 24, into, FLAGS_AT, 4);
    BigEndian.put(pid, into, PID_AT, 8);
    BigEndian.put(startTicks, into, START_AT, 8);
    BigEndian.put(stampNanos, into, STAMP_AT, 8);
    BigEndian.put(publishedStampNanos, into, PUBLISHED_STAMP_AT, 8);
    BigEndian.put(publishedPid, into, PUBLISHED_PID_AT, 8);
    BigEndian.put(runStartedNanos, into, RUN_STARTED_AT, 8);
    BigEndian.put(timerNanos, into, TIMER_AT, 8);
    BigEndian.put(notificationPipe, into, PIPE_AT, 8);
    BigEndian.put(notification, into, NOTIFICATION_AT, 4);
    BigEndian.put(backoffMillis, into, BACKOFF_AT, 4);
    BigEndian.put(waitStatus, into, WAIT_STATUS_AT, 4);
    BigEndian.put(runPid, into, RUN_PID_AT, 4);
  }

  /** Reads {@link #SIZE} bytes; false if they are no such record, or one of no child. */
  public boolean decode(byte[] from) {
    isSound = BigEndian.get(from, 0, 8) == MAGIC;
    if (!isSound) return false;
    System.arraycopy(from, BOOT_ID_AT, bootId, 0, bootId.length);
    flags(from[FLAGS_AT]);
    pid = (int) BigEndian.get(from, PID_AT, 8);
    startTicks = BigEndian.get(from, START_AT, 8);
    stampNanos = BigEndian.get(from, STAMP_AT, 8);
    publishedStampNanos = BigEndian.get(from, PUBLISHED_STAMP_AT, 8);
    publishedPid = (int) BigEndian.get(from, PUBLISHED_PID_AT, 8);
    runStartedNanos = BigEndian.get(from, RUN_STARTED_AT, 8);
    timerNanos = BigEndian.get(from, TIMER_AT, 8);
    notificationPipe = BigEndian.get(from, PIPE_AT, 8);
    notification = (int) BigEndian.get(from, NOTIFICATION_AT, 4);
    backoffMillis = (int) BigEndian.get(from, BACKOFF_AT, 4);
    waitStatus = (int) BigEndian.get(from, WAIT_STATUS_AT, 4);
    runPid = (int) BigEndian.get(from, RUN_PID_AT, 4);
    return pid > 1;
  }

  /** Whether what was read last is the note of a service that is down. */
  public boolean isOfNobody() {
    return isSound && pid == 0;
  }

  /** Whether a supervisor that left this record left this status too, and nobody changed it. */
  public boolean belongsTo(ServiceStatus status) {
    return isNamedBy(status)
        || status.pid == publishedPid && status.stampNanos == publishedStampNanos;
  }

  /** Whether the status was written after this record, and names the same child. */
  public boolean isNamedBy(ServiceStatus status) {
    return status.pid == pid && status.stampNanos == stampNanos && status.finishing == finishing;
  }

  private int flags() {
    return (finishing ? FINISHING : 0)
        | (last ? LAST : 0)
        | (wantUp ? WANT_UP : 0)
        | (notified ? NOTIFIED : 0)
        | (dying ? DYING : 0)
        | (paused ? PAUSED : 0);
  }

  private void flags(int flags) {
    finishing = (flags & FINISHING) != 0;
    last = (flags & LAST) != 0;
    wantUp = (flags & WANT_UP) != 0;
    notified = (flags & NOTIFIED) != 0;
    dying = (flags & DYING) != 0;
    paused = (flags & PAUSED) != 0;
  }
}
