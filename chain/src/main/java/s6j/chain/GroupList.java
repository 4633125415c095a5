package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;

/** Group numbers in order, as the variable GIDLIST tells them: {@code 7,8,9}. */
final class GroupList {
  /** The kernel's limit, NGROUPS_MAX. */
  static final int MOST = 65536;

  final int[] numbers;
  final int count;

  GroupList(int[] numbers, int count) {
    this.numbers = numbers;
    this.count = count;
  }

  static GroupList none() {
    return new GroupList(new int[0], 0);
  }

  /**
   * Reads numbers with commas (or colons, semicolons, blanks) between them; an empty text is an
   * empty list. Null for what is none.
   */
  static @Nullable GroupList parse(byte[] text) {
    int end = CString.length(text);
    int[] numbers = new int[end / 2 + 1];
    int count = 0;
    for (int from = 0; from < end; ) {
      int to = from;
      while (to < end && !isSeparator(text[to])) to++;
      long number = Decimal.parse(text, from, to, 10);
      if (number == Decimal.INVALID || count == MOST) return null;
      numbers[count++] = (int) number;
      from = to;
      while (from < end && isSeparator(text[from])) from++;
    }
    return new GroupList(numbers, count);
  }

  static boolean isSeparator(byte b) {
    return switch (b) {
      case ',', ':', ';', ' ', '\t', '\r', '\n' -> true;
      default -> false;
    };
  }

  /** The numbers with commas between. */
  byte[] text() {
    byte[] text = new byte[11 * count + 1];
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0) text[at++] = ',';
      at = Decimal.format(numbers[i] & 0xffffffffL, text, at);
    }
    return CString.slice(text, 0, at);
  }

  /** The same groups and one more. */
  GroupList with(int last) {
    int[] more = new int[count + 1];
    System.arraycopy(numbers, 0, more, 0, count);
    more[count] = last;
    return new GroupList(more, count + 1);
  }

  /** The same groups with {@code first} before all others. */
  GroupList ledBy(int first) {
    int[] led = new int[count + 1];
    led[0] = first;
    int length = 1;
    for (int i = 0; i < count; i++) if (numbers[i] != first) led[length++] = numbers[i];
    return new GroupList(led, length);
  }
}
