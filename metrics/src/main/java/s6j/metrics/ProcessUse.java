package s6j.metrics;

import s6j.formats.files.ProcPath;
import s6j.formats.files.SmallFile;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** What a process has used, as proc(5) tells in stat. */
final class ProcessUse {
  private static final byte[] AUXILIARY = CString.of("/proc/self/auxv");

  /** Numbers of the auxiliary vector (getauxval(3)): AT_PAGESZ and AT_CLKTCK. */
  private static final int PAGE_SIZE = 6;

  private static final int TICKS = 17;
  private static final int ENTRY = 16;

  /** Numbers of fields, from 1; the name is the second. */
  private static final int NAME = 2;

  private static final int USER_TIME = 14;
  private static final int SYSTEM_TIME = 15;
  private static final int RESIDENT = 24;
  private static final int LONGEST = 1024;

  private final Posix posix;
  private final ProcPath path = new ProcPath();
  private final byte[] buffer = new byte[LONGEST];
  private long pageBytes = 4096;
  private long ticksPerSecond = 100;
  private byte[] line = buffer;
  private int nameFrom;
  private int nameTo;

  /** Of processor time, its own and in the system. */
  long micros;

  /** Resident in memory. */
  long bytes;

  ProcessUse(Posix posix) {
    this.posix = posix;
    readUnits(SmallFile.read(posix, Posix.CWD, AUXILIARY, buffer, LONGEST));
  }

  private void readUnits(int length) {
    for (int at = 0; at + ENTRY <= length; at += ENTRY) {
      long value = little(at + 8);
      if (value <= 0) continue;
      if (little(at) == PAGE_SIZE) pageBytes = value;
      if (little(at) == TICKS) ticksPerSecond = value;
    }
  }

  /** Eight bytes, the least first, as on all machines that the suite is built for. */
  private long little(int at) {
    long value = 0;
    for (int i = 7; i >= 0; i--) value = value << 8 | buffer[at + i] & 0xff;
    return value;
  }

  /** Asks about a process; false if it is gone. */
  boolean read(int pid) {
    int fd = posix.open(Posix.CWD, path.stat(pid), OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (fd < 0) return false;
    // The system gives the line as a whole: there is no second piece to ask for.
    int length = posix.read(fd, buffer, 0, LONGEST);
    posix.close(fd);
    return length > 0 && parse(buffer, length);
  }

  /** The same of a line that was read already, as far as {@code length}. */
  boolean parse(byte[] stat, int length) {
    line = stat;
    nameFrom = 0;
    while (nameFrom < length && line[nameFrom] != '(') nameFrom++;
    nameTo = length - 1;
    while (nameTo > nameFrom && line[nameTo] != ')') nameTo--;
    nameFrom++;
    if (nameTo < nameFrom) return false;
    long user = field(USER_TIME, length);
    long system = field(SYSTEM_TIME, length);
    long resident = field(RESIDENT, length);
    micros = (user + system) * 1_000_000 / ticksPerSecond;
    bytes = resident * pageBytes;
    return user >= 0 && system >= 0 && resident >= 0;
  }

  /** Whether the program of the process, as the system names it, is this one. */
  boolean isNamed(String name) {
    if (nameTo - nameFrom != name.length()) return false;
    for (int i = 0; i < name.length(); i++)
      if (line[nameFrom + i] != (byte) name.charAt(i)) return false;
    return true;
  }

  /** A field behind the name; -1 if it is none. */
  private long field(int number, int length) {
    int at = nameTo;
    for (int field = NAME; field < number; field++) {
      while (at < length && line[at] != ' ') at++;
      at++;
    }
    long value = 0;
    int from = at;
    while (at < length && line[at] >= '0' && line[at] <= '9') value = value * 10 + line[at++] - '0';
    return at == from ? -1 : value;
  }
}
