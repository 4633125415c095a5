package s6j.machine.boot;

import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.StandardDescriptors;

/** The three standard descriptors of process 1, where there may be no console and no /dev. */
final class StandardStart {
  private static final int STDERR = 2;
  private static final int MS_NOSUID = 2;
  private static final int MS_NOEXEC = 8;
  private static final byte[] SOURCE = CString.of("dev");
  private static final byte[] TYPE = CString.of("devtmpfs");
  private static final byte[] NO_DATA = {};

  private final Posix posix;
  private final int[] ends = new int[2];

  StandardStart(Posix posix) {
    this.posix = posix;
  }

  /** Mounts the kernel's devices: 0, also if they are there already, or the negated errno. */
  int mountDevices(byte[] directory) {
    int error = posix.mount(SOURCE, directory, TYPE, MS_NOSUID | MS_NOEXEC, NO_DATA);
    return error == -Errno.EBUSY ? 0 : error;
  }

  /** All three are the console, those that can be. */
  void openConsole() {
    int flags = OpenFlags.O_RDWR | OpenFlags.O_NOCTTY | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, InitPaths.CONSOLE, flags, 0);
    if (fd < 0) return;
    for (int standard = 0; standard <= STDERR; standard++)
      if (standard != fd) posix.dup2(fd, standard);
    if (fd > STDERR) posix.close(fd);
    else posix.setCloseOnExec(fd, false);
  }

  /** Opens those that are closed on nothing, whatever has to stand for it. */
  void fill() {
    if (StandardDescriptors.open(posix) >= 0) return;
    if (posix.pipe(ends, OpenFlags.O_NONBLOCK) < 0) return;
    // Both ends stay open: what is written is lost once it is full, and nobody is killed for it.
    for (int fd = 0; fd <= STDERR; fd++)
      if (posix.descriptorFlags(fd) == -Errno.EBADF) posix.dup2(ends[fd == 0 ? 0 : 1], fd);
  }

  /** Standard input reads as ended. */
  void closeInput() {
    posix.close(0);
    int fd = posix.open(Posix.CWD, InitPaths.NOTHING, OpenFlags.O_RDONLY, 0);
    if (fd >= 0 || posix.pipe(ends, 0) < 0) return;
    posix.close(ends[1]);
    if (ends[0] == 0) return;
    posix.dup2(ends[0], 0);
    posix.close(ends[0]);
  }
}
