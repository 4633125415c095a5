package s6j.log.ship;

import s6j.posix.Decimal;

/** The answer to a request of HTTP/1, as its bytes come: the status, and what matters here. */
final class HttpAnswer {
  /** What is to be done with the lines that were sent. */
  enum Verdict {
    TAKEN,
    /** Such lines are never taken. */
    REFUSED,
    /** It may be another time. */
    NOT_NOW
  }

  private static final int LONGEST = 256;
  private static final String VERSION = "http/1.";
  private static final String LENGTH = "content-length:";
  private static final String RETRY = "retry-after:";
  private static final int FIRST_FINAL = 200;
  private static final int CODE = 9;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int NOT_PROCESSABLE = 422;

  private final byte[] line = new byte[LONGEST];
  private int length;
  private boolean isInBody;
  private int code;
  private long bodyLeft;
  private long retryAfter;

  void begin() {
    length = 0;
    isInBody = false;
    code = 0;
    bodyLeft = -1;
    retryAfter = 0;
  }

  /** The status; 0 if there is none yet. */
  int code() {
    return code < FIRST_FINAL ? 0 : code;
  }

  /** Seconds that the receiver wants to be left alone, 0 if it does not say. */
  long retryAfter() {
    return retryAfter;
  }

  /** Whether all of it is there; if it does not say how long it is, that is so at its end. */
  boolean isWhole() {
    return isInBody && bodyLeft == 0;
  }

  Verdict verdict() {
    if (code() / 100 == 2) return Verdict.TAKEN;
    boolean isRefused = code == BAD_REQUEST || code == TOO_LARGE || code == NOT_PROCESSABLE;
    return isRefused ? Verdict.REFUSED : Verdict.NOT_NOW;
  }

  void take(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) take(bytes[i]);
  }

  private void take(byte b) {
    if (isInBody) {
      if (bodyLeft > 0) bodyLeft--;
    } else if (b == '\n') endLine();
    else if (length < LONGEST) line[length++] = lower(b);
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
  }

  private void endLine() {
    if (length > 0 && line[length - 1] == '\r') length--;
    if (length == 0) endHead();
    else if (code == 0) code = Math.max(status(), 0);
    else if (begins(LENGTH)) bodyLeft = number(LENGTH.length());
    else if (begins(RETRY)) retryAfter = Math.max(number(RETRY.length()), 0);
    length = 0;
  }

  /** An answer before the answer is passed over. */
  private void endHead() {
    isInBody = code >= FIRST_FINAL;
    if (!isInBody) code = 0;
  }

  private int status() {
    boolean isOne = length >= CODE + 3 && begins(VERSION) && line[CODE - 1] == ' ';
    return isOne ? (int) Decimal.parse(line, CODE, CODE + 3, 10) : 0;
  }

  private boolean begins(String text) {
    if (length < text.length()) return false;
    for (int i = 0; i < text.length(); i++) if (line[i] != (byte) text.charAt(i)) return false;
    return true;
  }

  /** -1 if it is none. */
  private long number(int start) {
    int from = start;
    int to = length;
    while (from < to && line[from] == ' ') from++;
    while (to > from && line[to - 1] == ' ') to--;
    return Decimal.parse(line, from, to, 10);
  }
}
