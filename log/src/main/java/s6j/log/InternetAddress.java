package s6j.log;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.SocketAddress;

/** The address of a syslog host as text: four decimal bytes, and a port where one is given. */
final class InternetAddress {
  private static final int DEFAULT_PORT = 514;

  private InternetAddress() {}

  /**
   * Reads {@code ip} or {@code ip}, a separator and a port; null if it is none. The separators are
   * {@code :} and {@code second}.
   */
  static SocketAddress of(byte[] text, int second) {
    int length = CString.length(text);
    int end = 0;
    while (end < length && text[end] != second && text[end] != ':') end++;
    long ip = ip(text, end);
    long port = end < length ? Decimal.parse(text, end + 1, length, 10) : DEFAULT_PORT;
    if (ip < 0 || port < 0 || port > 0xffff) return null;
    SocketAddress address = new SocketAddress();
    address.inet((int) ip, (int) port);
    return address;
  }

  private static long ip(byte[] text, int end) {
    long ip = 0;
    int from = 0;
    for (int i = 0; i < 4; i++) {
      int to = from;
      while (to < end && text[to] != '.') to++;
      long part = Decimal.parse(text, from, to, 10);
      if (part < 0 || part > 255 || i < 3 && to == end || i == 3 && to != end) return -1;
      ip = ip << 8 | part;
      from = to + 1;
    }
    return ip;
  }
}
