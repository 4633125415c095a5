package s6j.log.syslog;

import org.jspecify.annotations.Nullable;
import s6j.log.script.InternetAddress;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.SocketAddress;

/** The options of s6-socklog. */
final class SocklogSettings {
  private static final int SHORTEST = 76;
  private static final int LONGEST = 1048576;
  private static final int MOST_GROUPS = 64;
  private static final int NO_GROUPS = -1;

  /** -d; 0 is none. */
  long notificationFd;

  /** -r: leave {@code <N>} alone. */
  boolean raw;

  /** -l, within its bounds. */
  int lineLength = 1024;

  /** -t: how long the last line may take to be written; 0 is for ever. */
  long lastMillis;

  long uid;
  long gid;
  final int[] groups = new int[MOST_GROUPS];
  int groupCount = NO_GROUPS;
  byte[] path = CString.of("/dev/log");
  private @Nullable SocketAddress address;

  boolean isInternet() {
    return address != null;
  }

  boolean changesGroups() {
    return groupCount != NO_GROUPS;
  }

  /** Where to bind; null if the path is too long. */
  @Nullable SocketAddress address() {
    if (address != null) return address;
    SocketAddress unix = new SocketAddress();
    return unix.unix(path, CString.length(path)) ? unix : null;
  }

  void setLineLength(long length) {
    lineLength = (int) (length < SHORTEST ? SHORTEST : length > LONGEST ? LONGEST : length);
  }

  /** Reads {@code ip}, {@code ip_port}, or with IPv4 {@code ip:port}; false if it is neither. */
  boolean setAddress(byte[] text) {
    address = InternetAddress.inet6(text);
    if (address == null) address = InternetAddress.inet(text, '_');
    return address != null;
  }

  /** Reads a list of group numbers, commas between; false if it is none. */
  boolean setGroups(byte[] text) {
    int length = CString.length(text);
    int count = 0;
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && text[to] != ',') to++;
      long group = Decimal.parse(text, from, to, 10);
      if (group < 0 || count == MOST_GROUPS) return false;
      groups[count++] = (int) group;
      from = to + 1;
    }
    groupCount = count;
    return true;
  }
}
