package s6j.formats.files;

import s6j.formats.ChildRecord;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/**
 * What tells a process from every other that has or will have its number: the boot it lives in, and
 * when it started (proc(5), stat field 22, and /proc/sys/kernel/random/boot_id).
 */
public final class ProcessStat {
  private static final byte[] BOOT_ID = CString.of("/proc/sys/kernel/random/boot_id");

  /** Numbers of fields, from 1; the name is the second. */
  private static final int NAME = 2;

  private static final int PARENT = 4;
  private static final int SESSION = 6;
  private static final int START = 22;
  private static final int END = 52;

  /** Bounds the way from a process up to an ancestor; nobody nests so deep. */
  private static final int DEEPEST = 4096;

  /** More than all fields can take. */
  private static final int LONGEST = 1024;

  private final Posix posix;
  private final ProcPath path = new ProcPath();
  private final byte[] buffer = new byte[LONGEST];
  private final FileStat owner = new FileStat();

  /** The id of this boot, once it has been read: no process outlives its boot. */
  private final byte[] boot = new byte[ChildRecord.BOOT_ID_SIZE];

  private boolean knowsBoot;

  public ProcessStat(Posix posix) {
    this.posix = posix;
  }

  /** Clock ticks from boot to the start of the process; or {@code -ESRCH}, or another errno. */
  public long start(int pid) {
    int length = look(pid);
    return length < 0 ? length : field(START, length);
  }

  /** The process that will collect it; or {@code -ESRCH}, or another errno. */
  public @Pid @OrErrno int parent(@Pid int pid) {
    int length = look(pid);
    return length < 0 ? length : (int) field(PARENT, length);
  }

  /** Whether the process comes of another one; false also if that cannot be told. */
  public boolean descends(@Pid int pid, @Pid int ancestor) {
    int at = pid;
    for (int i = 0; i < DEEPEST && at > 1; i++) {
      at = parent(at);
      if (at == ancestor) return true;
    }
    return false;
  }

  /**
   * The number of the session in which the process lives; {@code -ESRCH} if there is none or it has
   * ended, collected or not; or another errno.
   */
  public @Pid @OrErrno int livingSession(@Pid int pid) {
    int length = look(pid);
    if (length < 0) return length;
    byte state = buffer[place(NAME + 1, length)];
    return state == 'Z' || state == 'X' ? -Errno.ESRCH : (int) field(SESSION, length);
  }

  /**
   * How a process that nobody has collected yet ended: 0 with {@code status[0]} as {@link
   * Posix#waitpid} has it; {@code -EAGAIN} if it goes on, or may not be asked; {@code -ESRCH} if
   * none with that start is left; or another errno.
   */
  public @OrErrno int end(@Pid int pid, long start, @RawStatus int[] status) {
    int length = look(pid);
    if (length < 0) return length;
    if (field(START, length) != start) return -Errno.ESRCH;
    if (buffer[place(NAME + 1, length)] != 'Z') return -Errno.EAGAIN;
    long end = field(END, length);
    // Whoever may not know is told 0.
    if (end < 0 || end == 0 && !isOwn(pid)) return -Errno.EAGAIN;
    status[0] = (int) end;
    return 0;
  }

  /** Whether the process of that start has ended; false also if that cannot be told. */
  public boolean hasEnded(int pid, long start) {
    int length = look(pid);
    if (length < 0) return length == -Errno.ESRCH;
    if (field(START, length) != start) return true;
    byte phase = buffer[place(NAME + 1, length)];
    return phase == 'Z' || phase == 'X';
  }

  private boolean isOwn(int pid) {
    return posix.stat(Posix.CWD, path.root(pid), true, owner) >= 0 && owner.uid == posix.geteuid();
  }

  private int look(int pid) {
    int length = read(path.stat(pid));
    return length == -Errno.ENOENT ? -Errno.ESRCH : length;
  }

  /** The number in a field behind the name; {@code -EPROTO} if there is none. */
  private long field(int number, int length) {
    int at = place(number, length);
    int end = at;
    while (end < length && buffer[end] > ' ') end++;
    long value = at == 0 || end == at ? Decimal.INVALID : number(at, end);
    return value == Decimal.INVALID ? -Errno.EPROTO : value;
  }

  /** Where a field behind the name begins; 0 if there is none. */
  private int place(int number, int length) {
    int at = length - 1;
    while (at > 0 && buffer[at] != ')') at--;
    for (int field = NAME; field < number && at > 0; field++)
      at = posix.indexOf(buffer, at, length, ' ') + 1;
    return at;
  }

  /** The id of this boot into {@code into} from {@code at}: 0 or the negated errno. */
  public @OrErrno int bootId(byte[] into, int at) {
    int learned = knowsBoot ? 0 : learnBoot();
    if (learned < 0) return learned;
    System.arraycopy(boot, 0, into, at, boot.length);
    return 0;
  }

  private int learnBoot() {
    int length = read(BOOT_ID);
    if (length < 0) return length;
    if (length < boot.length) return -Errno.EPROTO;
    System.arraycopy(buffer, 0, boot, 0, boot.length);
    knowsBoot = true;
    return 0;
  }

  private int read(byte[] file) {
    return SmallFile.read(posix, Posix.CWD, file, buffer, LONGEST);
  }

  /** May have more than 32 bits: a start, 497 days after boot. */
  private long number(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 10 - 1) return Decimal.INVALID;
      value = 10 * value + digit;
    }
    return value;
  }
}
