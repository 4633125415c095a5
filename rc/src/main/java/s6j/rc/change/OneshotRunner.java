package s6j.rc.change;

import s6j.formats.ServiceStatus;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/** The service that runs oneshots: its socket, and whether it comes back when it has died. */
final class OneshotRunner {
  private final Posix posix;
  private final byte[] directory;
  private final byte[] socket;
  private final SocketAddress address = new SocketAddress();
  private boolean isAwaited = true;

  /** Of a service directory. */
  OneshotRunner(Posix posix, byte[] directory) {
    this.posix = posix;
    this.directory = directory;
    socket = CString.path(directory, CString.of("s"));
  }

  byte[] socket() {
    return socket;
  }

  /** A connected socket, or the negated errno. */
  int connect() {
    if (!address.unix(socket, CString.length(socket))) return -Errno.ENAMETOOLONG;
    int fd = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    int answer = fd < 0 ? fd : posix.connect(fd, address);
    if (answer >= 0) return fd;
    if (fd >= 0) posix.close(fd);
    return answer;
  }

  /** Nobody waits for it any more. */
  void stopWaiting() {
    isAwaited = false;
  }

  /** Whether it is worth trying again: its supervisor, or the next one, is to bring it up. */
  boolean isComing() {
    ServiceStatus status = new ServiceStatus();
    return isAwaited && new StatusFile(posix).readOf(directory, status) == 0 && status.wantUp;
  }
}
