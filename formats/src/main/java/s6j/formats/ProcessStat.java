package s6j.formats;

import static s6j.posix.OpenFlags.*;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * What tells a process from every other that has or will have its number: the boot it lives in, and
 * when it started (proc(5), stat field 22, and /proc/sys/kernel/random/boot_id).
 */
public final class ProcessStat {
  /** Bytes of a boot id. */
  public static final int BOOT_ID_SIZE = 36;

  private static final byte[] BOOT_ID = CString.of("/proc/sys/kernel/random/boot_id");

  /** Blanks between the end of the name, which may hold anything, and the start time. */
  private static final int FIELDS_BEFORE_START = 20;

  /** More than the fields up to the start time can take. */
  private static final int LONGEST = 1024;

  private final Posix posix;
  private final ProcPath path = new ProcPath();
  private final byte[] buffer = new byte[LONGEST];

  public ProcessStat(Posix posix) {
    this.posix = posix;
  }

  /** Clock ticks from boot to the start of the process; or {@code -ESRCH}, or another errno. */
  public long start(int pid) {
    int length = read(path.stat(pid));
    if (length == -Errno.ENOENT) return -Errno.ESRCH;
    if (length < 0) return length;
    int at = endOfName(length);
    for (int field = 0; field < FIELDS_BEFORE_START && at > 0; field++)
      at = posix.indexOf(buffer, at, length, ' ') + 1;
    if (at <= 0) return -Errno.EPROTO;
    int end = posix.indexOf(buffer, at, length, ' ');
    long ticks = end < 0 ? Decimal.INVALID : ticks(at, end);
    return ticks == Decimal.INVALID ? -Errno.EPROTO : ticks;
  }

  /** The id of this boot into {@code into} from {@code at}: 0 or the negated errno. */
  public int bootId(byte[] into, int at) {
    int length = read(BOOT_ID);
    if (length < 0) return length;
    if (length < BOOT_ID_SIZE) return -Errno.EPROTO;
    System.arraycopy(buffer, 0, into, at, BOOT_ID_SIZE);
    return 0;
  }

  private int read(byte[] file) {
    int fd = posix.open(Posix.CWD, file, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) return fd;
    int got = Transfer.readFully(posix, fd, buffer, LONGEST);
    posix.close(fd);
    return got;
  }

  private int endOfName(int length) {
    int at = length - 1;
    while (at >= 0 && buffer[at] != ')') at--;
    return at;
  }

  /** More than 32 bits, which is 497 days. */
  private long ticks(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9 || value > Long.MAX_VALUE / 10 - 1) return Decimal.INVALID;
      value = 10 * value + digit;
    }
    return value;
  }
}
