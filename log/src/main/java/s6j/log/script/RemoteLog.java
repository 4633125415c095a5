package s6j.log.script;

import static s6j.posix.OpenFlags.O_NONBLOCK;

import s6j.log.directory.Outlet;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * A host that gets a copy of each line as a datagram (svlogd page, u and U): stamp, prefix, the
 * first bytes of the line, three dots if that is not all, and a newline. What cannot be sent is
 * told in the log directory.
 */
final class RemoteLog {
  /** Bytes of the longest complaint that is put in front of a line. */
  static final int LONGEST_COMPLAINT = 40;

  private static final byte[] NO_SOCKET = CString.of("warning: no udp socket available: ");
  private static final byte[] NOT_SENT = CString.of("warning: failure sending through udp: ");
  private static final int DOTS = 3;

  private final Posix posix;
  private final SocketAddress address;

  /** Bytes of a line from which on it is cut. */
  private final int longest;

  private final byte[] packet;
  private int length;
  private int socket = -1;

  RemoteLog(Posix posix, SocketAddress address, int longest, int longestHead) {
    this.posix = posix;
    this.address = address;
    this.longest = longest;
    this.packet = new byte[longestHead + longest + DOTS + 1];
  }

  /** Sends a line, or puts it with a complaint into {@code log}, which has room for that. */
  void send(Directive action, byte[] line, int from, int to, Outlet log) {
    length = 0;
    put(action.head, 0, action.headLength);
    boolean cut = to - from >= longest;
    put(line, from, cut ? longest : to - from);
    for (int i = 0; i < DOTS && cut; i++) packet[length++] = '.';
    packet[length++] = '\n';
    if (socket < 0) socket = posix.socket(Posix.AF_INET, Posix.SOCK_DGRAM, O_NONBLOCK);
    if (socket < 0) complain(NO_SOCKET, log);
    else if (posix.sendTo(socket, packet, 0, length, address) != length) complain(NOT_SENT, log);
  }

  void close() {
    if (socket >= 0) posix.close(socket);
    socket = -1;
  }

  private void put(byte[] bytes, int from, int count) {
    System.arraycopy(bytes, from, packet, length, count);
    length += count;
  }

  private void complain(byte[] why, Outlet log) {
    log.add(why, 0, why.length);
    log.add(packet, 0, length);
  }
}
