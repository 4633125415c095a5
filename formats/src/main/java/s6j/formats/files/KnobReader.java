package s6j.formats.files;

import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** Reads the small files that tune a service; only their first line counts (s6 servicedir page). */
public final class KnobReader {
  /** There is no such file. */
  public static final int ABSENT = -10_000;

  /** There is a file, and its first line is not what was asked for. */
  public static final int INVALID = -10_001;

  private static final int LONGEST = 64;

  private final Posix posix;
  private final byte[] line = new byte[LONGEST + 1];

  public KnobReader(Posix posix) {
    this.posix = posix;
  }

  /**
   * The unsigned number in {@code file}, 0..2^32-1; {@link #ABSENT}, {@link #INVALID} (an empty
   * file too), or the negated errno (-1 to -4095) of what failed.
   */
  public long number(int directory, byte[] file) {
    int length = readLine(directory, file);
    if (length < 0) return length;
    long value = Decimal.parse(line, 0, length, 10);
    return value == Decimal.INVALID ? INVALID : value;
  }

  /** The signal named or numbered in {@code file}, from 1; or as {@link #number}. */
  public int signal(int directory, byte[] file) {
    int length = readLine(directory, file);
    if (length < 0) return length;
    int signal = Signal.number(line);
    return signal == 0 ? INVALID : signal;
  }

  /**
   * Fills {@code into} with the numbers of {@code file}, blanks between: their count, 0 in an empty
   * line; {@link #INVALID} if there is anything else or more than fit; or as {@link #number}.
   */
  public int numbers(int directory, byte[] file, long[] into) {
    int length = readLine(directory, file);
    int count = 0;
    for (int at = skipBlanks(0); at < length; count++) {
      int end = at;
      while (line[end] != 0 && !isBlank(line[end])) end++;
      long value = Decimal.parse(line, at, end, 10);
      if (value == Decimal.INVALID || count == into.length) return INVALID;
      into[count] = value;
      at = skipBlanks(end);
    }
    return length < 0 ? length : count;
  }

  /** 1 if there is such a file, 0 if not, or the negated errno. */
  public @OrErrno int exists(@Descriptor int directory, byte[] file) {
    int result = posix.access(directory, file, Posix.F_OK);
    if (result == -Errno.ENOENT) return 0;
    return result < 0 ? result : 1;
  }

  private int skipBlanks(int from) {
    int at = from;
    while (isBlank(line[at])) at++;
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Fills {@link #line}, NUL-ended; its length, {@link #ABSENT}, {@link #INVALID}, -errno. */
  private int readLine(int directory, byte[] file) {
    int got = SmallFile.read(posix, directory, file, line, line.length);
    if (got < 0) return got == -Errno.ENOENT ? ABSENT : got;
    int length = posix.indexOf(line, 0, got, '\n');
    if (length < 0) length = got;
    int nul = posix.indexOf(line, 0, length, 0);
    if (nul >= 0) length = nul;
    if (length > LONGEST) return INVALID;
    line[length] = 0;
    return length;
  }
}
