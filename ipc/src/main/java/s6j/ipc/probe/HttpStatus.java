package s6j.ipc.probe;

import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * The status codes of HTTP: those that are wanted, as {@code 200,300-399}, and that of an answer.
 */
final class HttpStatus {
  static final int NONE = -1;

  private static final byte[] VERSION = CString.of("HTTP/1.");

  /** Of {@code HTTP/1.1 }: what stands before the code. */
  private static final int BEFORE = 9;

  private static final int DIGITS = 3;
  private static final int LEAST = 100;
  private static final int MOST = 999;

  private HttpStatus() {}

  /** Whether a text is a list of codes and ranges of them. */
  static boolean isList(byte[] list) {
    int length = CString.length(list);
    for (int from = 0; from <= length; from = end(list, from) + 1)
      if (least(list, from) < LEAST || most(list, from) > MOST || most(list, from) < 0)
        return false;
    return true;
  }

  static boolean isWanted(byte[] list, int code) {
    for (int from = 0; from <= CString.length(list); from = end(list, from) + 1)
      if (code >= least(list, from) && code <= most(list, from)) return true;
    return false;
  }

  private static int end(byte[] list, int from) {
    int at = from;
    while (at < CString.length(list) && list[at] != ',') at++;
    return at;
  }

  private static int dash(byte[] list, int from) {
    int at = from;
    while (at < end(list, from) && list[at] != '-') at++;
    return at;
  }

  private static int least(byte[] list, int from) {
    return (int) Decimal.parse(list, from, dash(list, from), 10);
  }

  private static int most(byte[] list, int from) {
    int dash = dash(list, from);
    int end = end(list, from);
    return dash == end ? least(list, from) : (int) Decimal.parse(list, dash + 1, end, 10);
  }

  /** Whether so much of an answer has its code in it, or can have none. */
  static boolean isEnough(byte[] answer, int length) {
    return length > BEFORE + DIGITS || !isBegun(answer, length);
  }

  private static boolean isBegun(byte[] answer, int length) {
    for (int i = 0; i < length && i < CString.length(VERSION); i++)
      if (answer[i] != VERSION[i]) return false;
    return true;
  }

  /** The code of an answer, or {@link #NONE}. */
  static int of(byte[] answer, int length) {
    if (length < BEFORE + DIGITS || !isBegun(answer, length) || answer[BEFORE - 1] != ' ')
      return NONE;
    long code = Decimal.parse(answer, BEFORE, BEFORE + DIGITS, 10);
    return code < LEAST ? NONE : (int) code;
  }
}
