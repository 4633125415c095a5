package s6j.log.script;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_CREAT;
import static s6j.posix.OpenFlags.O_NOFOLLOW;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.OpenFlags.O_TRUNC;
import static s6j.posix.OpenFlags.O_WRONLY;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * A file that shows the last line an action = saw (s6-log page, =statusfile): replaced as a whole,
 * cut or padded with newlines to a fixed size.
 */
final class LogStatusFile {
  private static final byte[] SUFFIX = CString.of(".new");
  private static final int BLOCK = 256;
  private static final int MODE = 0666;
  private static final int CREATE = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

  private final Posix posix;
  private final Messages messages;
  private final boolean warns;
  private final byte[] path;
  private final byte[] temporary;

  /** Bytes of the file; 0 is as many as the line has, and its newline. */
  private final long size;

  /** Bytes that head and line may fill. */
  private long textSize;

  private boolean lasts;

  private final byte[] newlines = new byte[BLOCK];

  LogStatusFile(Posix posix, Messages messages, boolean warns, byte[] path, long size) {
    this.posix = posix;
    this.messages = messages;
    this.warns = warns;
    this.path = path;
    this.temporary = CString.concat(path, SUFFIX);
    this.size = size;
    this.textSize = size;
    for (int i = 0; i < BLOCK; i++) newlines[i] = '\n';
  }

  /** It is made at the start, and ends in a newline whatever the line. */
  LogStatusFile lasting() {
    lasts = true;
    textSize = size - 1;
    return this;
  }

  /** Makes the file if it must be there from the start; 0, or an exit code after a message. */
  int open() {
    if (!lasts) return 0;
    int fd = posix.open(Posix.CWD, path, CREATE, MODE);
    // A link is replaced by the first line: it need not lead anywhere.
    if (fd == -Errno.ELOOP) return 0;
    if (fd < 0) return messages.fatal().unableTo("create ").bytes(path).exit(ExitCode.SYSTEM, fd);
    posix.close(fd);
    return 0;
  }

  /** Replaces the file by head and line; an error is a warning, and the old file stays. */
  void show(byte[] head, int headLength, byte[] line, int from, int to) {
    int fd = posix.open(Posix.CWD, temporary, CREATE | O_TRUNC, MODE);
    int error = fd < 0 ? fd : fill(fd, head, headLength, line, from, to);
    if (fd >= 0) posix.close(fd);
    if (error >= 0) error = posix.rename(Posix.CWD, temporary, Posix.CWD, path);
    if (error >= 0) return;
    if (fd >= 0) posix.unlink(Posix.CWD, temporary);
    if (warns) messages.warning().unableTo("write status file ").bytes(path).end(error);
  }

  private int fill(int fd, byte[] head, int headLength, byte[] line, int from, int to) {
    long whole = size == 0 ? (long) headLength + (to - from) + 1 : size;
    long text = size == 0 ? whole : textSize;
    int ofHead = headLength < text ? headLength : (int) text;
    int error = Transfer.writeFully(posix, fd, head, ofHead);
    int ofLine = to - from < text - ofHead ? to - from : (int) (text - ofHead);
    if (error >= 0) error = Transfer.writeFully(posix, fd, line, from, from + ofLine);
    for (long left = whole - ofHead - ofLine; left > 0 && error >= 0; left -= BLOCK)
      error = Transfer.writeFully(posix, fd, newlines, left < BLOCK ? (int) left : BLOCK);
    return error;
  }
}
