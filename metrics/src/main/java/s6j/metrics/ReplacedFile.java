package s6j.metrics;

import s6j.formats.ByteSink;
import s6j.formats.files.RandomName;
import s6j.formats.files.Transfer;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/** A file that others read at any time: it is written under another name and renamed. */
final class ReplacedFile {
  private ReplacedFile() {}

  /** Puts a text in the place of a file: 0 or the negated errno; the old one is whole then. */
  static @OrErrno int write(Posix posix, byte[] path, ByteSink text, int mode) {
    RandomName fresh = new RandomName(posix);
    int fd = fresh.file(path);
    if (fd < 0) return fd;
    int answer = Transfer.writeFully(posix, fd, text.array(), text.length());
    if (answer >= 0) answer = posix.fchmod(fd, mode);
    posix.close(fd);
    if (answer >= 0) answer = posix.rename(Posix.CWD, fresh.path(), Posix.CWD, path);
    if (answer < 0) posix.unlink(Posix.CWD, fresh.path());
    return answer;
  }
}
