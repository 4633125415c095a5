package s6j.svc.notify;

import s6j.posix.CString;
import s6j.posix.Decimal;

/** The lines of a datagram of sd_notify. Allocates nothing. */
final class DaemonWords {
  private static final byte[] READY = CString.of("READY=1");
  private static final byte[] RELOADING = CString.of("RELOADING=1");
  private static final byte[] STOPPING = CString.of("STOPPING=1");
  private static final byte[] ALIVE = CString.of("WATCHDOG=1");
  private static final byte[] TRIGGER = CString.of("WATCHDOG=trigger");
  private static final byte[] STATUS = CString.of("STATUS=");
  private static final byte[] EXTENSION = CString.of("EXTEND_TIMEOUT_USEC=");
  private static final byte[] MAIN = CString.of("MAINPID=");
  private static final byte[] INTERVAL = CString.of("WATCHDOG_USEC=");

  /** Where nothing is said. */
  static final long UNSAID = -1;

  boolean isReady;
  boolean isReloading;
  boolean isStopping;
  boolean isAlive;
  boolean isTrigger;

  /** Where the text of the last STATUS begins, or {@link #UNSAID}; and its length. */
  int status;

  int statusLength;

  /** Microseconds, or {@link #UNSAID}. */
  long extension;

  long interval;

  /** The process that is to be the main one, or {@link #UNSAID}. */
  long main;

  /** Reads a datagram, whose last line may lack its newline. */
  void read(byte[] datagram, int length) {
    isReady = false;
    isReloading = false;
    isStopping = false;
    isAlive = false;
    isTrigger = false;
    status = (int) UNSAID;
    extension = UNSAID;
    interval = UNSAID;
    main = UNSAID;
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && datagram[to] != '\n') to++;
      readLine(datagram, from, to);
      from = to + 1;
    }
  }

  private void readLine(byte[] datagram, int from, int to) {
    isReady |= is(datagram, from, to, READY);
    isReloading |= is(datagram, from, to, RELOADING);
    isStopping |= is(datagram, from, to, STOPPING);
    isAlive |= is(datagram, from, to, ALIVE);
    isTrigger |= is(datagram, from, to, TRIGGER);
    if (begins(datagram, from, to, STATUS)) {
      status = from + CString.length(STATUS);
      statusLength = to - status;
    }
    if (begins(datagram, from, to, EXTENSION)) extension = number(datagram, from, to, EXTENSION);
    if (begins(datagram, from, to, INTERVAL)) interval = number(datagram, from, to, INTERVAL);
    if (begins(datagram, from, to, MAIN)) main = number(datagram, from, to, MAIN);
  }

  private static long number(byte[] datagram, int from, int to, byte[] key) {
    long number = Decimal.parse(datagram, from + CString.length(key), to, 10);
    return number < 0 ? UNSAID : number;
  }

  private static boolean is(byte[] datagram, int from, int to, byte[] line) {
    return to - from == CString.length(line) && begins(datagram, from, to, line);
  }

  private static boolean begins(byte[] datagram, int from, int to, byte[] start) {
    int length = CString.length(start);
    if (to - from < length) return false;
    for (int i = 0; i < length; i++) if (datagram[from + i] != start[i]) return false;
    return true;
  }
}
