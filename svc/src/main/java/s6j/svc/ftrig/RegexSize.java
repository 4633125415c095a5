package s6j.svc.ftrig;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/**
 * Estimates what a regular expression costs before a C library reads it: those unroll repetitions,
 * so that {@code ((a{1,200}){1,200}){1,200}} takes minutes and gigabytes, and read parentheses by
 * recursion. Characters in brackets are taken for pattern, which only makes the estimate higher.
 */
final class RegexSize {
  /** Parentheses within each other. */
  static final int DEEPEST = 250;

  /** Characters, once repetitions are unrolled. */
  static final long LONGEST = 200_000;

  /** Parts that may be absent or repeated: what can follow what grows with their square. */
  static final int MOST_REPETITIONS = 1000;

  private final byte[] pattern;
  private final int length;

  /** Costs of the groups that are open, the outermost first. */
  private final long[] costs = new long[DEEPEST + 2];

  private int depth;
  private int repetitions;

  /** The cost of what stands before the present place: a character, a group, a repetition. */
  private long last;

  private RegexSize(byte[] pattern) {
    this.pattern = pattern;
    this.length = CString.length(pattern);
  }

  /** What is wrong with the expression's size, or null. */
  static @Nullable String problem(byte[] pattern) {
    return new RegexSize(pattern).problem();
  }

  private @Nullable String problem() {
    for (int i = 0; i < length; ) {
      i = step(i);
      if (depth > DEEPEST) return "is nested too deeply";
      if (repetitions > MOST_REPETITIONS) return "has too many repetitions";
      if (costs[depth] > LONGEST || last > LONGEST) return "is too long";
    }
    return null;
  }

  /** Takes in what stands at {@code i}; the place behind it. */
  private int step(int i) {
    switch (pattern[i]) {
      case '(' -> costs[++depth] = 0;
      case ')' -> closeGroup();
      case '{' -> {
        return repeat(i + 1);
      }
      case '*', '+', '?' -> repetitions++;
      case '|', '^' -> {}
      default -> add(1);
    }
    return pattern[i] == '\\' ? i + 2 : i + 1;
  }

  private void closeGroup() {
    if (depth == 0) add(1);
    else add(costs[depth--] + 1);
  }

  private void add(long cost) {
    last = cost;
    costs[depth] += cost;
  }

  /** {@code m}, {@code m,} or {@code m,n} up to the closing brace: the greater number counts. */
  private int repeat(int from) {
    repetitions++;
    long most = 1;
    long number = 0;
    int i = from;
    for (; i < length && pattern[i] != '}'; i++) {
      boolean digit = pattern[i] >= '0' && pattern[i] <= '9';
      number = digit ? Math.min(number * 10 + pattern[i] - '0', LONGEST) : 0;
      most = Math.max(most, number);
    }
    costs[depth] += last * (most - 1);
    last *= most;
    return i + 1;
  }
}
