package s6j.command.live;

import s6j.posix.CString;

/** The order of names in which numbers count as numbers: worker@9 before worker@10. */
final class NaturalOrder {
  private NaturalOrder() {}

  static int compare(byte[] a, byte[] b) {
    int i = 0;
    int j = 0;
    int first = CString.length(a);
    int second = CString.length(b);
    while (i < first && j < second) {
      int endOfFirst = endOfNumber(a, i, first);
      int endOfSecond = endOfNumber(b, j, second);
      boolean areNumbers = endOfFirst > i && endOfSecond > j;
      int order =
          areNumbers ? compare(a, i, endOfFirst, b, j, endOfSecond) : (a[i] & 255) - (b[j] & 255);
      if (order != 0) return order;
      i = areNumbers ? endOfFirst : i + 1;
      j = areNumbers ? endOfSecond : j + 1;
    }
    return (first - i) - (second - j);
  }

  private static int endOfNumber(byte[] name, int from, int end) {
    int at = from;
    while (at < end && name[at] >= '0' && name[at] <= '9') at++;
    return at;
  }

  /** Leading zeros do not count, unless there is no other difference. */
  private static int compare(byte[] a, int from, int to, byte[] b, int start, int end) {
    int i = from;
    int j = start;
    while (i < to - 1 && a[i] == '0') i++;
    while (j < end - 1 && b[j] == '0') j++;
    if (to - i != end - j) return (to - i) - (end - j);
    for (; i < to; i++, j++) if (a[i] != b[j]) return a[i] - b[j];
    return (to - from) - (end - start);
  }
}
