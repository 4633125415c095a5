package s6j.log.ship;

import s6j.formats.ByteSink;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** The lines of a batch as bytes on a connection: head, lines, end, one behind the other. */
final class Sending {
  private static final int PARTS = 3;

  private final Posix posix;
  private final ShipSettings settings;
  private final LineFormat format;
  private final ByteSink fixed = new ByteSink(1024);
  private final ByteSink head;
  private final int fixedLength;
  private final byte[][] parts = new byte[PARTS][];
  private final int[] froms = new int[PARTS];
  private final int[] tos = new int[PARTS];
  private int part;
  private final byte[] digits = new byte[20];

  Sending(Posix posix, ShipSettings settings, LineFormat format) {
    this.posix = posix;
    this.settings = settings;
    this.format = format;
    if (settings.protocol.isHttp()) putHead();
    fixedLength = fixed.length();
    head = new ByteSink(fixedLength + digits.length + 8 + format.prefix.length);
    head.put(fixed.array(), 0, fixedLength);
  }

  private void putHead() {
    fixed.put("POST ").put(settings.target).put(" HTTP/1.1\r\nHost: ").put(settings.authority);
    fixed.put("\r\nUser-Agent: s6-logship\r\nContent-Type: application/json\r\n");
    fixed.put("Accept: application/json\r\nConnection: close\r\n").put(settings.headers);
    fixed.put("Content-Length: ");
  }

  /** Begins with what a batch has to send. */
  void begin(Batch batch) {
    head.cut(fixedLength);
    int length = batch.end() - batch.begin() + format.prefix.length + format.suffix.length;
    if (settings.protocol.isHttp())
      head.put(digits, 0, Decimal.format(length, digits, 0)).put("\r\n\r\n");
    head.put(format.prefix);
    set(0, head.array(), 0, head.length());
    set(1, batch.array(), batch.begin(), batch.end());
    set(2, format.suffix, 0, format.suffix.length);
    part = 0;
  }

  private void set(int place, byte[] bytes, int from, int to) {
    parts[place] = bytes;
    froms[place] = from;
    tos[place] = to;
  }

  /** Writes what can be written: 1 if that is all of it, {@code -EAGAIN}, or another errno. */
  @OrErrno
  int write(@Descriptor int fd) {
    while (part < PARTS) {
      int left = tos[part] - froms[part];
      int put = left == 0 ? 0 : posix.write(fd, parts[part], froms[part], left);
      if (put < 0) return put;
      froms[part] += put;
      if (froms[part] == tos[part]) part++;
    }
    return 1;
  }
}
