package s6j.machine.utmp;

import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Writes to the terminals of all who are logged in; what cannot be written to is left out. */
public final class Wall {
  private static final byte[] DEVICES = CString.of("/dev");
  private static final int FLAGS =
      OpenFlags.O_WRONLY
          | OpenFlags.O_APPEND
          | OpenFlags.O_NONBLOCK
          | OpenFlags.O_NOCTTY
          | OpenFlags.O_CLOEXEC;

  private Wall() {}

  public static void write(Posix posix, byte[] text) {
    UtmpFile file = new UtmpFile(posix);
    if (file.open() < 0) return;
    UtmpRecord record = new UtmpRecord();
    while (file.next(record) > 0)
      if (record.type() == UtmpRecord.USER_PROCESS) writeTo(posix, record.line(), text);
    file.close();
  }

  private static void writeTo(Posix posix, byte[] line, byte[] text) {
    int fd = posix.open(Posix.CWD, CString.path(DEVICES, line), FLAGS, 0);
    if (fd < 0) return;
    Transfer.writeFully(posix, fd, text, text.length);
    posix.close(fd);
  }
}
