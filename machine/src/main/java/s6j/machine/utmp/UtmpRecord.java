package s6j.machine.utmp;

import s6j.posix.CString;

/**
 * A record of utmp and wtmp as the C libraries of Linux have it on x86-64, least significant bytes
 * first: type (2 bytes at 0), pid (4 at 4), line (32 at 8), id (4 at 40), user (32 at 44), host
 * (256 at 76), exit (4), session (4 at 336), seconds (4 at 340), microseconds (4 at 344), address
 * (16), unused (20). Strings end at a NUL or with their field.
 */
public final class UtmpRecord {
  public static final int SIZE = 384;

  static final int RUN_LEVEL = 1;
  static final int INIT_PROCESS = 5;
  public static final int USER_PROCESS = 7;
  static final int DEAD_PROCESS = 8;

  private static final int PID_AT = 4;
  private static final int LINE_AT = 8;
  private static final int ID_AT = 40;
  private static final int USER_AT = 44;
  private static final int HOST_AT = 76;
  private static final int EXIT_AT = 332;
  private static final int SESSION_AT = 336;
  private static final int TIME_AT = 340;
  private static final int TIME_SIZE = 8;
  private static final long SECOND = 1_000_000_000;
  private static final long MICROSECOND = 1000;

  final byte[] bytes = new byte[SIZE];

  public int type() {
    return bytes[0] & 0xff | (bytes[1] & 0xff) << 8;
  }

  int pid() {
    int value = 0;
    for (int i = 3; i >= 0; i--) value = value << 8 | bytes[PID_AT + i] & 0xff;
    return value;
  }

  /** The terminal, without /dev/ in front. */
  byte[] line() {
    return string(LINE_AT, ID_AT);
  }

  public byte[] user() {
    return string(USER_AT, HOST_AT);
  }

  /** Says that the machine goes down or comes up anew, and by whom and when that was asked for. */
  UtmpRecord ofRunLevel(byte[] user, byte[] host, int pid, int session, long realtimeNanos) {
    put(RUN_LEVEL, 0, 2);
    put(pid, PID_AT, 4);
    bytes[LINE_AT] = '~';
    put(user, USER_AT, HOST_AT);
    // The last byte stays NUL: readers take a name of 256 bytes for longer.
    put(host, HOST_AT, EXIT_AT - 1);
    put(session, SESSION_AT, 4);
    put(realtimeNanos / SECOND, TIME_AT, 4);
    put(realtimeNanos % SECOND / MICROSECOND, TIME_AT + 4, 4);
    return this;
  }

  /** Says that the process of this record is gone, and nobody is there any more. */
  void bury() {
    put(DEAD_PROCESS, 0, 2);
    for (int i = USER_AT; i < EXIT_AT; i++) bytes[i] = 0;
    for (int i = TIME_AT; i < TIME_AT + TIME_SIZE; i++) bytes[i] = 0;
  }

  /** Whether this is the record that one of a process with that id and line takes the place of. */
  boolean isReplacedBy(UtmpRecord other) {
    if (type() < INIT_PROCESS || type() > DEAD_PROCESS) return false;
    boolean haveIds = bytes[ID_AT] != 0 && other.bytes[ID_AT] != 0;
    return haveIds
        ? CString.equal(string(ID_AT, USER_AT), other.string(ID_AT, USER_AT))
        : CString.equal(line(), other.line());
  }

  private byte[] string(int from, int to) {
    int end = from;
    while (end < to && bytes[end] != 0) end++;
    return CString.slice(bytes, from, end);
  }

  private void put(byte[] string, int from, int to) {
    int length = Math.min(CString.length(string), to - from);
    System.arraycopy(string, 0, bytes, from, length);
  }

  private void put(long value, int at, int size) {
    long rest = value;
    for (int i = at; i < at + size; i++) {
      bytes[i] = (byte) rest;
      rest >>= 8;
    }
  }
}
