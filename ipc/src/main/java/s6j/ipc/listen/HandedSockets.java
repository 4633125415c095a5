package s6j.ipc.listen;

import s6j.formats.ServiceDirectory;
import s6j.posix.CString;

/** Where s6-listend hands its sockets over, seen from its service directory or another. */
final class HandedSockets {
  /** A Unix socket: who connects is sent the names, colons between, with the descriptors. */
  static final byte[] SOCKET = CString.path(ServiceDirectory.SUPERVISE, CString.of("listen"));

  /** Bytes of all names. */
  static final int LONGEST_NAMES = 4096;

  private HandedSockets() {}
}
