package s6j.metrics;

/** The head of a request of HTTP/1, as far as it matters here. Bodies are left alone. */
final class HttpRequest {
  /** Bytes of a head; there is no reason for a longer one. */
  static final int LONGEST = 8192;

  private static final String PATH = "/metrics";
  private static final String OPENMETRICS = "application/openmetrics-text";

  final byte[] head = new byte[LONGEST];
  int length;

  /** Whether the empty line behind the head has come. */
  boolean isComplete() {
    for (int at = 0; at < length; at++) {
      if (head[at] != '\n') continue;
      int next = at + 1 < length && head[at + 1] == '\r' ? at + 2 : at + 1;
      if (next < length && head[next] == '\n') return true;
    }
    return false;
  }

  boolean isFull() {
    return length == LONGEST;
  }

  boolean isHead() {
    return startsWith(0, "HEAD ");
  }

  /** What to answer: a status of HTTP. */
  int status() {
    int method = indexOf(' ', 0);
    int target = method < 0 ? -1 : indexOf(' ', method + 1);
    if (method < 1 || target < 0 || !startsWith(target + 1, "HTTP/1.")) return 400;
    if (indexOf('\n', 0) < target) return 400;
    if (!startsWith(0, "GET ") && !isHead()) return 405;
    int from = method + 1;
    if (startsWith(from, "http://")) from = indexOf('/', from + 7);
    if (from < 0 || from > target || !startsWith(from, PATH)) return 404;
    byte behind = head[from + PATH.length()];
    return behind == ' ' || behind == '?' ? 200 : 404;
  }

  /** The format that is asked for: text is for who does not say that it knows the other. */
  Format format() {
    for (int at = indexOf('\n', 0); at >= 0; at = indexOf('\n', at + 1)) {
      if (!startsWithAnyCase(at + 1, "accept:")) continue;
      int end = indexOf('\n', at + 1);
      for (int i = at + 1; i < end; i++)
        if (startsWithAnyCase(i, OPENMETRICS)) return Format.OPENMETRICS;
    }
    return Format.TEXT;
  }

  private int indexOf(int wanted, int from) {
    for (int i = from; i < length; i++) if (head[i] == (byte) wanted) return i;
    return -1;
  }

  private boolean startsWith(int from, String text) {
    if (length - from < text.length()) return false;
    for (int i = 0; i < text.length(); i++)
      if (head[from + i] != (byte) text.charAt(i)) return false;
    return true;
  }

  private boolean startsWithAnyCase(int from, String lower) {
    if (length - from < lower.length()) return false;
    for (int i = 0; i < lower.length(); i++) {
      int c = head[from + i];
      if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
      if (c != lower.charAt(i)) return false;
    }
    return true;
  }
}
