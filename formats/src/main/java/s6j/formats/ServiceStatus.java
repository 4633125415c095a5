package s6j.formats;

import s6j.posix.WaitStatus;

/**
 * What a supervisor publishes about its service; mutable, reused by its owner.
 *
 * <p>35 bytes: {@link Tai64n} of the last change between up and down, the same of readiness, pid
 * (8), wait status (2), flags (1: 1 paused, 2 finishing, 4 want up, 8 ready). Source: s6 2.15,
 * supervise/status; the layout is that of 2.12 and before as well.
 */
public final class ServiceStatus {
  public static final int SIZE = 35;

  private static final int READY_AT = 12;
  private static final int PID_AT = 24;
  private static final int WAIT_STATUS_AT = 32;
  private static final int FLAGS_AT = 34;

  private static final int PAUSED = 1;
  private static final int FINISHING = 2;
  private static final int WANT_UP = 4;
  private static final int READY = 8;

  /** When the service last went up or down, nanoseconds since 1970. */
  public long stampNanos;

  /** When it last became ready, or fully down. */
  public long readyNanos;

  /** Of run, or of finish while {@link #finishing}; 0 if neither runs. */
  public int pid;

  /** Raw wait status of the last run; kept while the next one is up. */
  public int waitStatus;

  /** Run was stopped. With no pid and not {@link #finishing}: the service was never started. */
  public boolean paused;

  public boolean finishing;
  public boolean wantUp;

  /** Run notified its readiness; or the service is fully down. */
  public boolean ready;

  /** The state before the first start, as a supervisor writes it when it begins. */
  public void begin(long nowNanos, boolean wantedUp) {
    stampNanos = nowNanos;
    readyNanos = nowNanos;
    pid = 0;
    waitStatus = 0;
    paused = true;
    finishing = false;
    wantUp = wantedUp;
    ready = true;
  }

  /** Whether run is running. */
  public boolean isUp() {
    return pid != 0 && !finishing;
  }

  /** Whether run is running and has notified its readiness. */
  public boolean isUpAndReady() {
    return isUp() && ready;
  }

  /** Whether run was ever started by the present supervisor. */
  public boolean startedOnce() {
    return pid != 0 || finishing || !paused;
  }

  /** The exit code of the last run, or -1 while it is up, never was, or was killed. */
  public int exitCode() {
    return hasEnded() && WaitStatus.exited(waitStatus) ? WaitStatus.exitCode(waitStatus) : -1;
  }

  /** The signal that killed the last run, or 0. */
  public int signal() {
    return hasEnded() ? WaitStatus.signal(waitStatus) : 0;
  }

  private boolean hasEnded() {
    return !isUp() && startedOnce();
  }

  /** Writes {@link #SIZE} bytes at {@code at}. */
  public void encode(byte[] into, int at) {
    Tai64n.encode(stampNanos, into, at);
    Tai64n.encode(readyNanos, into, at + READY_AT);
    BigEndian.put(pid, into, at + PID_AT, 8);
    BigEndian.put(waitStatus, into, at + WAIT_STATUS_AT, 2);
    into[at + FLAGS_AT] = (byte) flags();
  }

  /** Reads {@link #SIZE} bytes at {@code at}; a stamp that is no moment becomes INVALID. */
  public void decode(byte[] from, int at) {
    stampNanos = Tai64n.decode(from, at);
    readyNanos = Tai64n.decode(from, at + READY_AT);
    pid = (int) BigEndian.get(from, at + PID_AT, 8);
    waitStatus = (int) BigEndian.get(from, at + WAIT_STATUS_AT, 2);
    int flags = from[at + FLAGS_AT];
    paused = (flags & PAUSED) != 0;
    finishing = (flags & FINISHING) != 0;
    wantUp = (flags & WANT_UP) != 0;
    ready = (flags & READY) != 0;
  }

  private int flags() {
    return (paused ? PAUSED : 0)
        | (finishing ? FINISHING : 0)
        | (wantUp ? WANT_UP : 0)
        | (ready ? READY : 0);
  }
}
