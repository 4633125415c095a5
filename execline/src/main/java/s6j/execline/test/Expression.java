package s6j.execline.test;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/**
 * An expression: tests joined by not, and, or and parentheses. Pure. Read and judged without
 * recursion: a stack of what is open, each with what is known so far.
 */
final class Expression {
  /** Whether a test is true. */
  interface Judge {
    boolean isTrue(Operator operator, byte[] first, byte @Nullable [] second);
  }

  private final byte[][] words;
  private final Operator[] operators;
  private @Nullable String fault;

  /** The parenthesis that closes the one at a place. */
  private final int[] closing;

  Expression(byte[][] words) {
    this.words = words;
    operators = new Operator[words.length];
    closing = new int[words.length];
    for (int i = 0; i < words.length; i++) operators[i] = Operator.of(words[i]);
    check();
  }

  /** What is wrong with it, or null. */
  @Nullable String fault() {
    return fault;
  }

  /** A word that begins with a backslash is what follows it. */
  private byte[] data(int at) {
    byte[] word = words[at];
    boolean quoted = word.length > 0 && word[0] == '\\';
    return quoted ? CString.slice(word, 1, word.length) : word;
  }

  /** The place behind the test that starts here. */
  private int behindTest(int at) {
    if (operators[at] != null) return at + 2;
    boolean isBinary =
        at + 1 < words.length && operators[at + 1] != null && operators[at + 1].operands == 2;
    return isBinary ? at + 3 : at + 1;
  }

  private void check() {
    Grammar grammar = new Grammar(operators);
    fault = grammar.fault();
    int[] open = new int[words.length];
    int depth = 0;
    for (int i = 0; i < words.length && fault == null; i++)
      if (operators[i] == Operator.OPEN) open[depth++] = i;
      else if (operators[i] == Operator.CLOSE) closing[open[--depth]] = i;
  }

  /**
   * What is known of the expression or parenthesis that is read: whether a part joined by or was
   * true, whether all parts joined by and so far are, whether the next test is turned around.
   */
  boolean isTrue(Judge judge) {
    boolean[] any = new boolean[words.length + 1];
    boolean[] all = new boolean[words.length + 1];
    boolean[] turned = new boolean[words.length + 1];
    int depth = 0;
    all[0] = true;
    for (int at = 0; at < words.length; ) {
      Operator operator = operators[at];
      boolean isSettled = any[depth] || !all[depth];
      if (operator == Operator.OPEN && isSettled) at = closing[at] + 1;
      else if (operator == Operator.OPEN) {
        depth++;
        any[depth] = turned[depth] = false;
        all[depth] = true;
        at++;
      } else if (operator == Operator.NOT || operator == Operator.AND || operator == Operator.OR) {
        if (operator == Operator.NOT) turned[depth] = !turned[depth];
        else turned[depth] = false;
        any[depth] |= operator == Operator.OR && all[depth];
        if (operator == Operator.OR) all[depth] = true;
        at++;
      } else if (operator == Operator.CLOSE) {
        boolean inner = any[depth] || all[depth];
        depth--;
        all[depth] &= inner != turned[depth];
        turned[depth] = false;
        at++;
      } else {
        int behind = behindTest(at);
        if (!isSettled) all[depth] = test(at, behind, judge) != turned[depth];
        turned[depth] = false;
        at = behind;
      }
    }
    return any[0] || all[0];
  }

  private boolean test(int at, int behind, Judge judge) {
    if (behind == at + 1) return judge.isTrue(Operator.NOT_EMPTY, data(at), null);
    if (behind == at + 2) return judge.isTrue(operators[at], data(at + 1), null);
    return judge.isTrue(operators[at + 1], data(at), data(at + 2));
  }
}
