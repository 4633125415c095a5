package s6j.formats.files;

import static s6j.posix.OpenFlags.*;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Reads the value of a variable from a file: as envdir does, with s6's choices of how much. */
public final class VariableFile {
  /** The file is empty: the variable is to be unset. */
  public static final int UNSET = -10_000;

  /** The file says nothing about its variable. */
  public static final int PASSED_OVER = -10_001;

  /** What s6-envdir reads of a file, unless told to take all of it. */
  private static final int CLAMP = 4095;

  /** MAX_ARG_STRLEN: no program can be given more. */
  private static final int MOST = 1 << 17;

  /** The whole file is the value, not only its first line. */
  public boolean verbatim;

  /** Blanks at the end of the line, or the last newline of a file taken whole, are kept. */
  public boolean keepsEnd;

  public boolean unclamped;

  /** A carriage return is no blank, as in daemontools and runit. */
  public boolean keepsReturn;

  /** A link that leads nowhere is like an empty file, as in daemontools and runit. */
  public boolean missingIsEmpty;

  /** Directories are no variables, as in runit; else they are errors. */
  public boolean passesDirectories;

  /** A fifo is waited for until somebody writes to it, as in s6; else it is like an empty file. */
  public boolean waitsForWriters;

  /** What stands for a NUL. */
  public byte nul = '\n';

  private final Posix posix;
  private byte[] buffer = new byte[CLAMP + 1];

  public VariableFile(Posix posix) {
    this.posix = posix;
  }

  /** The bytes of the present value. */
  public byte[] value(int length) {
    return CString.slice(buffer, 0, length);
  }

  /** As daemontools reads: all of the first line. */
  public VariableFile ofDaemontools() {
    unclamped = true;
    keepsReturn = true;
    missingIsEmpty = true;
    return this;
  }

  /** As runit reads. */
  public VariableFile ofRunit() {
    passesDirectories = true;
    return ofDaemontools();
  }

  /**
   * Reads a file: the length of its value, {@link #UNSET}, {@link #PASSED_OVER}, or the negated
   * errno.
   */
  public int read(int directory, byte[] name) {
    int how = waitsForWriters ? O_RDONLY : O_RDONLY | O_NONBLOCK;
    int fd = posix.open(directory, name, how | O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT && missingIsEmpty) return UNSET;
    if (fd < 0) return fd;
    int filled = fill(fd);
    posix.close(fd);
    if (filled == -Errno.EISDIR && passesDirectories) return PASSED_OVER;
    if (filled < 0) return filled;
    if (filled == 0) return UNSET;
    int length = verbatim ? withoutNewline(filled) : line(filled);
    for (int i = 0; i < length; i++) if (buffer[i] == 0) buffer[i] = nul;
    return length;
  }

  private int fill(int fd) {
    int filled = 0;
    while (true) {
      if (filled == buffer.length) grow();
      int room = (unclamped ? buffer.length : CLAMP) - filled;
      if (room <= 0) return filled;
      int got = posix.read(fd, buffer, filled, room);
      if (got < 0) return got;
      if (got == 0 || !verbatim && posix.indexOf(buffer, filled, filled + got, '\n') >= 0)
        return filled + got;
      filled += got;
      if (filled > MOST) return -Errno.E2BIG;
    }
  }

  private void grow() {
    byte[] more = new byte[buffer.length * 4];
    System.arraycopy(buffer, 0, more, 0, buffer.length);
    buffer = more;
  }

  private int withoutNewline(int filled) {
    return !keepsEnd && buffer[filled - 1] == '\n' ? filled - 1 : filled;
  }

  private int line(int filled) {
    int newline = posix.indexOf(buffer, 0, filled, '\n');
    int length = newline < 0 ? filled : newline;
    if (!keepsEnd) while (length > 0 && isBlank(buffer[length - 1])) length--;
    return length;
  }

  private boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' && !keepsReturn;
  }
}
