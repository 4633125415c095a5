package s6j.formats.files;

import s6j.formats.BigEndian;
import s6j.formats.ByteSink;
import s6j.formats.RcDatabase;
import s6j.formats.RcDatabaseReader;
import s6j.formats.RcFormat;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Reads one script of one oneshot out of {@code db} without reading the rest: its place follows
 * from {@code n}. What it meets is checked as {@link RcDatabaseReader} checks it.
 */
public final class RcScriptReader {
  /** The scripts of a oneshot, in the order of its record. */
  public static final int DOWN = RcDatabase.DOWN;

  public static final int UP = RcDatabase.UP;
  public static final int RELOAD = RcDatabase.RELOAD;

  private static final int FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;
  private static final int SCRIPTS_AT = 32;
  private static final int PIECE = 4096;

  private final Posix posix;
  private final CompiledDirectory directory;
  private final long oneshots;
  private final long longruns;
  private final long strings;
  private RcFormat format;
  private int fd;
  private byte[] name;
  private byte[][] words;
  private byte[] string;
  private long stringAt;

  /** Of a directory whose {@code n} has been read. */
  public RcScriptReader(Posix posix, CompiledDirectory directory) {
    this.posix = posix;
    this.directory = directory;
    byte[] n = directory.sizes();
    oneshots = BigEndian.get(n, 0, 4);
    longruns = BigEndian.get(n, 4, 4);
    strings = BigEndian.get(n, 8, 4);
  }

  public boolean isOneshot(long number) {
    return number >= longruns && number < longruns + oneshots;
  }

  /** Reads a script: 0, {@link RcDatabaseReader#INVALID}, or the negated errno. */
  public int read(int service, int script) {
    fd = posix.open(Posix.CWD, directory.file("db"), FLAGS, 0);
    if (fd < 0) return fd;
    int answer = checkStart();
    if (answer == 0) answer = readRecord(service, script);
    posix.close(fd);
    return answer;
  }

  public byte[] name() {
    return name;
  }

  public byte[][] words() {
    return words;
  }

  private int checkStart() {
    byte[] start = new byte[RcDatabase.START.length()];
    int answer = readAt(0, start);
    if (answer != 0) return answer == -Errno.EPIPE ? RcDatabaseReader.SHORT : answer;
    for (int i = 0; i < start.length; i++)
      if (start[i] != (byte) RcDatabase.START.charAt(i)) return RcDatabaseReader.INVALID;
    format = endsAs(RcFormat.FROM_0_4_TO_0_6) ? RcFormat.FROM_0_4_TO_0_6 : RcFormat.FROM_0_7;
    return 0;
  }

  /** Only oneshots are read here: with them no database ends as two formats would. */
  private boolean endsAs(RcFormat wanted) {
    byte[] end = new byte[RcDatabase.END.length()];
    if (readAt(wanted.endAt(directory.sizes()), end) != 0) return false;
    return RcFormat.isAt(RcDatabase.END, 0, end, end.length);
  }

  private int readRecord(int service, int script) {
    byte[] record = new byte[format.oneshotRecord];
    int answer = readAt(format.recordAt(directory.sizes(), service), record);
    if (answer != 0) return answer;
    if ((record[record.length - 1] & 0xff) != RcDatabase.RECORD_END)
      return RcDatabaseReader.INVALID;
    boolean absent = script >= format.scripts();
    long count = absent ? 0 : BigEndian.get(record, SCRIPTS_AT + 8 * script, 4);
    long first = absent ? 0 : BigEndian.get(record, SCRIPTS_AT + 8 * script + 4, 4);
    answer = readString(BigEndian.get(record, 0, 4));
    if (answer != 0) return answer;
    name = string;
    return count > strings ? RcDatabaseReader.INVALID : readWords((int) count, first);
  }

  private int readWords(int count, long first) {
    words = new byte[count][];
    long offset = first;
    int answer = 0;
    for (int i = 0; i < count && answer == 0; i++) {
      answer = readString(offset);
      words[i] = string;
      offset = stringAt;
    }
    return answer;
  }

  /** Reads a string of the pool; {@link #stringAt} is what follows it then. */
  private int readString(long offset) {
    ByteSink text = new ByteSink(64);
    for (long at = offset; at < strings; at += PIECE) {
      byte[] piece = new byte[(int) Math.min(PIECE, strings - at)];
      int answer = readAt(RcDatabase.START.length() + at, piece);
      if (answer != 0) return answer;
      int end = posix.indexOf(piece, 0, piece.length, 0);
      text.put(piece, 0, end < 0 ? piece.length : end);
      if (end < 0) continue;
      string = text.copy();
      stringAt = at + end + 1;
      return 0;
    }
    return RcDatabaseReader.INVALID;
  }

  private int readAt(long offset, byte[] into) {
    long at = posix.seek(fd, offset, 0);
    int got = at < 0 ? (int) at : Transfer.readFully(posix, fd, into, into.length);
    if (got < 0) return got;
    return got == into.length ? 0 : -Errno.EPIPE;
  }
}
