package s6j.log.ship;

import s6j.formats.files.SmallFile;
import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/** The file of a {@link ShipPlace}, whole at any time, and on the disk once it is written. */
final class PlaceFile {
  private static final int MODE = 0644;

  private final Posix posix;
  private final byte[] path;
  private final byte[] fresh;
  private final byte[] text = new byte[ShipPlace.MOST];
  final ShipPlace place = new ShipPlace();

  PlaceFile(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = path;
    fresh = CString.concat(path, CString.of(".new"));
  }

  /** 0; {@code -ENOENT} if there is none, {@code -EPROTO} if it is no place. */
  @OrErrno
  int read() {
    int length = SmallFile.read(posix, Posix.CWD, path, text, text.length);
    if (length < 0) return length;
    return place.decode(text, length) ? 0 : -Errno.EPROTO;
  }

  /** 0 or the negated errno; the old file is whole then. */
  @OrErrno
  int write() {
    int length = place.encode(text);
    int fd = SmallFile.create(posix, Posix.CWD, fresh, MODE);
    if (fd < 0) return fd;
    int answer = Transfer.writeFully(posix, fd, text, length);
    if (answer >= 0) answer = posix.fsync(fd);
    posix.close(fd);
    if (answer >= 0) answer = posix.rename(Posix.CWD, fresh, Posix.CWD, path);
    if (answer < 0) posix.unlink(Posix.CWD, fresh);
    return answer;
  }
}
