package s6j.log.ship;

import s6j.formats.Tai64n;
import s6j.log.directory.Archives;
import s6j.log.directory.LogTrail;
import s6j.log.stamp.LineTime;
import s6j.posix.Decimal;

/**
 * How far the lines of a log directory were taken by their receiver, as text: a line a word and its
 * values, in this order.
 *
 * <pre>
 * s6-logship 1
 * origin 5f3a9c1e2b7d4f60            a random number, of all ids
 * after @4000000069...s              the last archive that was opened, or -
 * owed 131 132                       inodes of files that were read and are not archived yet
 * file 12 133                        number and inode of the file
 * taken 48213 120 9ac31e07d41b22aa   how far; length and hash of the last line
 * stamp @4000000069...               of the last line that had one, or -
 * counts 4711 0 0                    of lines taken, and refused; of archives that were lost
 * </pre>
 */
final class ShipPlace {
  /** Bytes of the longest. */
  static final int MOST = 1024;

  private static final int NAME = Archives.NAME;
  private static final int MOST_DIGITS = 18;
  private static final String HEX = "0123456789abcdef";

  long origin;
  final byte[] after = new byte[NAME + 1];
  final long[] owed = new long[LogTrail.MOST_OWED];
  int owedCount;
  long number;

  /** 0 before the first line was taken. */
  long inode;

  long offset;
  int length;
  long hash;
  long stamp = LineTime.NONE;
  long taken;
  long refused;
  long lost;

  private byte[] text = {};
  private int at;
  private int end;
  private boolean isWrong;

  // ---- writing
  // -----------------------------------------------------------------------------------

  /** Writes it into an array of {@link #MOST} bytes: the length. */
  int encode(byte[] into) {
    text = into;
    at = 0;
    put("s6-logship 1\norigin ");
    hexadecimal(origin);
    put("\nafter ");
    if (after[0] == 0) put("-");
    for (int i = 0; i < NAME && after[0] != 0; i++) text[at++] = after[i];
    put("\nowed");
    for (int i = 0; i < owedCount; i++) decimal(owed[i]);
    put("\nfile");
    decimal(number);
    decimal(inode);
    put("\ntaken");
    decimal(offset);
    decimal(length);
    put(" ");
    hexadecimal(hash);
    put("\nstamp ");
    if (stamp == LineTime.NONE) put("-");
    else at = Tai64n.label(stamp, text, at);
    put("\ncounts");
    decimal(taken);
    decimal(refused);
    decimal(lost);
    put("\n");
    return at;
  }

  private void put(String word) {
    for (int i = 0; i < word.length(); i++) text[at++] = (byte) word.charAt(i);
  }

  private void decimal(long value) {
    text[at++] = ' ';
    at = Decimal.format(value, text, at);
  }

  private void hexadecimal(long value) {
    for (int shift = 60; shift >= 0; shift -= 4)
      text[at++] = (byte) HEX.charAt((int) (value >>> (shift & 63)) & 15);
  }

  // ---- reading
  // -----------------------------------------------------------------------------------

  /** Reads it; whether it is such a text. */
  boolean decode(byte[] from, int count) {
    text = from;
    at = 0;
    end = count;
    isWrong = false;
    take("s6-logship 1\norigin ");
    origin = takeHexadecimal();
    take("\nafter ");
    takeName();
    take("\nowed");
    for (owedCount = 0; isAt(' ') && owedCount < owed.length; owedCount++)
      owed[owedCount] = takeDecimal();
    take("\nfile");
    number = takeDecimal();
    inode = takeDecimal();
    take("\ntaken");
    offset = takeDecimal();
    length = (int) takeDecimal();
    take(" ");
    hash = takeHexadecimal();
    take("\nstamp ");
    takeStamp();
    take("\ncounts");
    taken = takeDecimal();
    refused = takeDecimal();
    lost = takeDecimal();
    take("\n");
    return !isWrong
        && at == end
        && length >= 0
        && length <= ShipSettings.LONGEST + 1
        && length <= offset;
  }

  private boolean isAt(char wanted) {
    return at < end && text[at] == (byte) wanted;
  }

  private void take(String word) {
    for (int i = 0; i < word.length(); i++)
      if (isAt(word.charAt(i))) at++;
      else isWrong = true;
  }

  private void takeName() {
    after[0] = 0;
    if (isAt('-')) {
      at++;
      return;
    }
    if (end - at < NAME) isWrong = true;
    else System.arraycopy(text, at, after, 0, NAME);
    at += NAME;
    isWrong |= !Archives.isArchive(after);
  }

  private void takeStamp() {
    stamp = LineTime.NONE;
    if (isAt('-')) {
      at++;
      return;
    }
    if (end - at >= Tai64n.LABEL_SIZE) stamp = Tai64n.parseLabel(text, at);
    isWrong |= stamp == LineTime.NONE;
    at += Tai64n.LABEL_SIZE;
  }

  private long takeDecimal() {
    take(" ");
    long value = 0;
    int from = at;
    while (at < end && text[at] >= '0' && text[at] <= '9' && at - from < MOST_DIGITS)
      value = 10 * value + text[at++] - '0';
    isWrong |= at == from;
    return value;
  }

  private long takeHexadecimal() {
    long value = 0;
    for (int i = 0; i < 16; i++) {
      int digit = at < end ? HEX.indexOf(text[at++]) : -1;
      isWrong |= digit < 0;
      value = value << 4 | digit & 15;
    }
    return value;
  }
}
