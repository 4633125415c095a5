package s6j.formats.talk;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * Where to listen, as a command line says it: {@code tcp:127.0.0.1:80}, {@code tcp:[::1]:80},
 * {@code tcp:80}, {@code udp:} and the same, {@code unix:PATH}, {@code unix-dgram:PATH}; perhaps
 * with a name before an equals sign.
 */
public final class ListenAddress {
  private static final int MOST_PORTS = 65_535;
  private static final int GROUPS = 8;

  public final SocketAddress address = new SocketAddress();
  public int type = Posix.SOCK_STREAM;
  public byte[] name = CString.of("unknown");

  /** The path of a Unix socket, empty for others. */
  public byte[] path = {};

  private byte[] text;

  /** Whether the text is such a word. */
  public boolean read(byte[] word) {
    text = word;
    int colon = CString.indexOf(text, ':');
    int equals = CString.indexOf(text, '=');
    if (equals >= 0 && equals < colon) {
      name = CString.slice(text, 0, equals);
      text = CString.slice(text, equals + 1, CString.length(text));
      colon = CString.indexOf(text, ':');
    }
    if (colon < 0 || CString.length(name) == 0 || CString.indexOf(name, ':') >= 0) return false;
    byte[] kind = CString.slice(text, 0, colon);
    byte[] rest = CString.slice(text, colon + 1, CString.length(text));
    boolean isDatagram = CString.is(kind, "udp") || CString.is(kind, "unix-dgram");
    if (isDatagram) type = Posix.SOCK_DGRAM;
    if (CString.is(kind, "unix") || CString.is(kind, "unix-dgram")) return readPath(rest);
    return (CString.is(kind, "tcp") || CString.is(kind, "udp")) && readInternet(rest);
  }

  private boolean readPath(byte[] rest) {
    if (rest.length == 0) return false;
    path = rest;
    return address.unix(rest, rest.length);
  }

  private boolean readInternet(byte[] rest) {
    int colon = CString.lastIndexOf(rest, ':');
    long port = Decimal.parse(rest, colon + 1, rest.length, 10);
    if (port <= 0 || port > MOST_PORTS) return false;
    if (colon > 1 && rest[0] == '[' && rest[colon - 1] == ']')
      return readInet6(rest, 1, colon - 1, (int) port);
    int ip = 0;
    int from = 0;
    for (int i = 0; i < 4 && colon >= 0; i++) {
      int to = from;
      while (to < colon && rest[to] != '.') to++;
      long number = Decimal.parse(rest, from, to, 10);
      if (number < 0 || number > 255 || (i == 3) != (to == colon)) return false;
      ip = ip << 8 | (int) number;
      from = to + 1;
    }
    address.inet(ip, (int) port);
    return true;
  }

  /** Groups of hexadecimal digits; two colons stand for as many zeros as are missing. */
  private boolean readInet6(byte[] rest, int start, int end, int port) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = -1;
    int at = start;
    while (at < end) {
      if (rest[at] == ':') {
        boolean isGap = at + 1 < end && rest[at + 1] == ':';
        if (isGap && gap >= 0 || !isGap && (count == 0 || at + 1 == end)) return false;
        if (isGap) gap = count;
        at += isGap ? 2 : 1;
        continue;
      }
      int to = at;
      while (to < end && rest[to] != ':') to++;
      int group = group(rest, at, to);
      if (group < 0 || count == GROUPS) return false;
      groups[count++] = group;
      at = to;
    }
    if (gap < 0 ? count < GROUPS : count == GROUPS) return false;
    if (gap >= 0) {
      int moved = count - gap;
      for (int i = 1; i <= moved; i++) groups[GROUPS - i] = groups[count - i];
      for (int i = gap; i < GROUPS - moved; i++) groups[i] = 0;
    }
    address.inet6(half(groups, 0), half(groups, GROUPS / 2), port);
    return true;
  }

  private static long half(int[] groups, int from) {
    long value = 0;
    for (int i = from; i < from + GROUPS / 2; i++) value = value << 16 | groups[i];
    return value;
  }

  private static int group(byte[] text, int from, int to) {
    if (from == to || to - from > 4) return -1;
    int value = 0;
    for (int i = from; i < to; i++) {
      int c = text[i] | 0x20;
      boolean isDigit = text[i] >= '0' && text[i] <= '9';
      if (!isDigit && (c < 'a' || c > 'f')) return -1;
      value = value << 4 | (isDigit ? text[i] - '0' : c - 'a' + 10);
    }
    return value;
  }
}
