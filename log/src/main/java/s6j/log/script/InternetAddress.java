package s6j.log.script;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/** The address of a syslog host as text, with a port where one is given. */
public final class InternetAddress {
  /** Bytes that {@link #put} may need. */
  public static final int LONGEST = 39;

  private static final int DEFAULT_PORT = 514;
  private static final int GROUPS = 8;

  private InternetAddress() {}

  /**
   * Reads {@code ip} or {@code ip}, a separator and a port; null if it is none. The separators are
   * {@code :} and {@code second}.
   */
  public static @Nullable SocketAddress inet(byte[] text, int second) {
    int length = CString.length(text);
    int end = 0;
    while (end < length && text[end] != second && text[end] != ':') end++;
    long ip = ip(text, 0, end);
    long port = port(text, end, length);
    if (ip < 0 || port < 0) return null;
    SocketAddress address = new SocketAddress();
    address.inet((int) ip, (int) port);
    return address;
  }

  /** Reads an IPv6 address (RFC 4291, 2.2), and behind {@code _} a port; null if it is none. */
  public static @Nullable SocketAddress inet6(byte[] text) {
    int length = CString.length(text);
    int end = 0;
    while (end < length && text[end] != '_') end++;
    int[] groups = new int[GROUPS];
    long port = port(text, end, length);
    if (port < 0 || !readGroups(text, end, groups)) return null;
    SocketAddress address = new SocketAddress();
    address.inet6(half(groups, 0), half(groups, 4), (int) port);
    return address;
  }

  private static long port(byte[] text, int end, int length) {
    if (end == length) return DEFAULT_PORT;
    long port = Decimal.parse(text, end + 1, length, 10);
    return port > 0xffff ? Decimal.INVALID : port;
  }

  private static long ip(byte[] text, int start, int end) {
    long ip = 0;
    int from = start;
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

  private static long half(int[] groups, int first) {
    long value = 0;
    for (int i = first; i < first + 4; i++) value = value << 16 | groups[i];
    return value;
  }

  private static boolean readGroups(byte[] text, int end, int[] groups) {
    int gap = -1;
    int count = 0;
    int at = 0;
    if (end > 1 && text[0] == ':' && text[1] == ':') {
      gap = 0;
      at = 2;
    }
    while (at < end) {
      int to = at;
      while (to < end && text[to] != ':') to++;
      int read = readGroup(text, at, to, end, groups, count);
      if (read == 0) return false;
      count += read;
      at = to + 1;
      if (to == end) break;
      if (at == end) return false;
      if (text[at] != ':') continue;
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
    if (gap < 0) return count == GROUPS;
    if (count == GROUPS) return false;
    spread(groups, gap, count);
    return true;
  }

  /** One group, or at the end two as an IPv4 address: how many; 0 if it is none. */
  private static int readGroup(byte[] text, int from, int to, int end, int[] groups, int at) {
    if (at == GROUPS) return 0;
    int value = hex(text, from, to);
    if (value >= 0) {
      groups[at] = value;
      return 1;
    }
    long ip = to == end && at < GROUPS - 1 ? ip(text, from, to) : -1;
    if (ip < 0) return 0;
    groups[at] = (int) (ip >>> 16);
    groups[at + 1] = (int) (ip & 0xffff);
    return 2;
  }

  /** Of one to four digits; -1 if they are none. */
  private static int hex(byte[] text, int from, int to) {
    if (from == to || to - from > 4) return -1;
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = digit(text[i]);
      if (digit < 0) return -1;
      value = value << 4 | digit;
    }
    return value;
  }

  private static int digit(int c) {
    if (c >= '0' && c <= '9') return c - '0';
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private static void spread(int[] groups, int gap, int count) {
    int moved = count - gap;
    for (int i = 1; i <= moved; i++) {
      groups[GROUPS - i] = groups[count - i];
      if (count - i < GROUPS - moved) groups[count - i] = 0;
    }
  }

  /** Writes an address as text; the place behind it. Allocates nothing. */
  public static int put(SocketAddress address, byte[] into, int at) {
    return address.family == Posix.AF_INET6 ? put6(address, into, at) : put4(address, into, at);
  }

  private static int put4(SocketAddress address, byte[] into, int start) {
    int at = start;
    for (int shift = 24; shift >= 0; shift -= 8) {
      at = putNumber(address.ip >>> shift & 0xff, 10, into, at);
      if (shift > 0) into[at++] = '.';
    }
    return at;
  }

  /** The first longest run of two zero groups or more is left out. */
  private static int put6(SocketAddress address, byte[] into, int start) {
    int at = start;
    int zeros = longestZeros(address);
    int left = zeros < 0 ? 0 : zerosFrom(address, zeros);
    for (int i = 0; i < GROUPS; i++) {
      if (i == zeros) {
        if (i == 0) into[at++] = ':';
        into[at++] = ':';
        i += left - 1;
        continue;
      }
      at = putNumber(group(address, i), 16, into, at);
      if (i < GROUPS - 1) into[at++] = ':';
    }
    return at;
  }

  private static int longestZeros(SocketAddress address) {
    int place = -1;
    int most = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(address, i);
      if (zeros <= most) continue;
      most = zeros;
      place = i;
    }
    return place;
  }

  private static int zerosFrom(SocketAddress address, int first) {
    int i = first;
    while (i < GROUPS && group(address, i) == 0) i++;
    return i - first;
  }

  private static int group(SocketAddress address, int i) {
    long half = i < 4 ? address.high : address.low;
    return (int) (half >>> 48 - 16 * (i & 3) & 0xffff);
  }

  private static int putNumber(int value, int radix, byte[] into, int start) {
    int at = start;
    int unit = 1;
    while (value / unit >= radix) unit *= radix;
    for (; unit > 0; unit /= radix) {
      int digit = value / unit % radix;
      into[at++] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    return at;
  }
}
