package s6j.formats.timer;

import s6j.formats.Tai64n;
import s6j.posix.CString;

/**
 * What s6-timerd tells of its timers in supervise/timers: a line each, of the label of the last
 * start, that of the next one, {@code waits}, {@code runs} or {@code queues}, and the name, one
 * blank between them; {@code -} for a moment that is none.
 */
public final class TimerStatus {
  /** No moment. */
  public static final long NONE = Tai64n.INVALID;

  /** The file, seen from the service directory of the daemon. */
  public static final byte[] FILE = CString.of("supervise/timers");

  private static final int LONGEST_STATE = 8;

  private final byte[] content;
  private final int length;
  private int at;

  public long last;
  public long next;
  public byte[] state = {};
  public byte[] name = {};

  /** For reading what a file holds. */
  public TimerStatus(byte[] content, int length) {
    this.content = content;
    this.length = length;
  }

  /** Bytes that the line of a name may have. */
  public static int longestLine(byte[] name) {
    return 2 * (Tai64n.LABEL_SIZE + 1) + LONGEST_STATE + CString.length(name) + 1;
  }

  /** Writes a line; the place behind it. Allocates nothing. */
  public static int put(long last, long next, byte[] state, byte[] name, byte[] into, int from) {
    int at = putMoment(last, into, from);
    at = putMoment(next, into, at);
    at = putWord(state, into, at);
    into[at - 1] = ' ';
    at = putWord(name, into, at);
    return at;
  }

  private static int putMoment(long moment, byte[] into, int from) {
    int at = from;
    if (moment == NONE) into[at++] = '-';
    else at = Tai64n.label(moment, into, at);
    into[at] = ' ';
    return at + 1;
  }

  private static int putWord(byte[] word, byte[] into, int from) {
    int size = CString.length(word);
    System.arraycopy(word, 0, into, from, size);
    into[from + size] = '\n';
    return from + size + 1;
  }

  /** Reads the next line; false behind the last. Lines that are none are passed over. */
  public boolean read() {
    while (at < length) {
      int end = at;
      while (end < length && content[end] != '\n') end++;
      int from = at;
      at = end + 1;
      if (read(from, end)) return true;
    }
    return false;
  }

  private boolean read(int from, int end) {
    int first = blank(from, end);
    int second = blank(first + 1, end);
    int third = blank(second + 1, end);
    if (third >= end) return false;
    last = moment(from, first);
    next = moment(first + 1, second);
    state = CString.slice(content, second + 1, third);
    name = CString.slice(content, third + 1, end);
    return true;
  }

  private int blank(int from, int end) {
    int place = from;
    while (place < end && content[place] != ' ') place++;
    return place;
  }

  private long moment(int from, int to) {
    return to - from == Tai64n.LABEL_SIZE ? Tai64n.parseLabel(content, from) : NONE;
  }
}
