package s6j.svc.service;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Signal;

/**
 * The deaths that s6-permafailon counts: exit codes 0..255, ranges of them, and signals, separated
 * by commas, semicolons or blanks (s6-permafailon page).
 */
final class StatusList {
  private static final byte[] SEPARATORS = CString.of(",; \n\r\t");

  private final boolean[] codes = new boolean[256];
  private long signals;

  /** What is wrong with the list; null if nothing. */
  private @Nullable String problem;

  private StatusList() {}

  static StatusList parse(byte[] text) {
    StatusList list = new StatusList();
    int length = CString.length(text);
    int at = skipSeparators(text, 0, length);
    while (at < length && list.problem == null) {
      at = isDigit(text[at]) ? list.takeCodes(text, at, length) : list.takeSignal(text, at, length);
      at = skipSeparators(text, at, length);
    }
    return list;
  }

  @Nullable String problem() {
    return problem;
  }

  /**
   * Whether a death counts: by its signal, 0 for none, or by its exit code, 128 and more for a
   * signal.
   */
  boolean holds(int exitCode, int signal) {
    return codes[exitCode & 255] || signal != 0 && (signals & Signal.bit(signal)) != 0;
  }

  private int takeCodes(byte[] text, int from, int length) {
    int end = endOfDigits(text, from, length);
    long first = Decimal.parse(text, from, end, 10);
    if (end == length || text[end] != '-') return addCodes(first, first, end);
    int start = end + 1;
    end = endOfDigits(text, start, length);
    if (end == start) return refuse("invalid interval specification", length);
    return addCodes(first, Decimal.parse(text, start, end, 10), end);
  }

  private int addCodes(long first, long last, int end) {
    if (first < 0 || first > 255 || last < 0 || last > 255) return refuse("invalid exit code", end);
    if (last < first) return refuse("invalid interval", end);
    for (int code = (int) first; code <= last; code++) codes[code] = true;
    return end;
  }

  private int takeSignal(byte[] text, int from, int length) {
    int end = from;
    while (end < length && !isSeparator(text[end])) end++;
    int signal = Signal.number(CString.slice(text, from, end));
    if (signal == 0) return refuse("invalid status list specification", end);
    signals |= Signal.bit(signal);
    return end;
  }

  private int refuse(String why, int end) {
    problem = why;
    return end;
  }

  private static int skipSeparators(byte[] text, int from, int length) {
    int at = from;
    while (at < length && isSeparator(text[at])) at++;
    return at;
  }

  private static int endOfDigits(byte[] text, int from, int length) {
    int at = from;
    while (at < length && isDigit(text[at])) at++;
    return at;
  }

  private static boolean isSeparator(byte c) {
    return CString.indexOf(SEPARATORS, c) >= 0;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
