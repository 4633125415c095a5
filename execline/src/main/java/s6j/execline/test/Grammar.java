package s6j.execline.test;

import org.jspecify.annotations.Nullable;

/**
 * Whether operators and words make an expression, and where it is noticed that they do not. Pure: a
 * stack of what was read, shortened when what follows shows that a part is complete.
 */
final class Grammar {
  /** What lies on the stack: words and operators, and the parts that they have become. */
  private enum Part {
    START,
    WORD,
    UNARY,
    BINARY,
    OPEN,
    CLOSE,
    NOT,
    AND,
    OR,
    /** A test, with all its nots. */
    TEST,
    /** Tests joined by and. */
    ALL,
    /** Those joined by or. */
    ANY,
    WHOLE;

    /** Whether a part may begin behind it. */
    boolean isFollowed() {
      return switch (this) {
        case START, OPEN, NOT, AND, OR -> true;
        default -> false;
      };
    }
  }

  private final Part[] stack;
  private int top;
  private int at;
  private @Nullable String fault;

  /** The words, null for one that is no operator. */
  Grammar(Operator[] words) {
    stack = new Part[words.length + 2];
    stack[0] = Part.START;
    // A parenthesis behind the end closes the whole.
    while (fault == null && at <= words.length)
      take(at < words.length ? part(words[at]) : Part.CLOSE);
    if (fault == null && top != 2) fault = "parse error: too many left parentheses";
  }

  /** What is wrong, or null. */
  String fault() {
    return fault;
  }

  private static Part part(@Nullable Operator operator) {
    if (operator == null) return Part.WORD;
    return switch (operator) {
      case NOT -> Part.NOT;
      case AND -> Part.AND;
      case OR -> Part.OR;
      case OPEN -> Part.OPEN;
      case CLOSE -> Part.CLOSE;
      default -> operator.operands == 1 ? Part.UNARY : Part.BINARY;
    };
  }

  /** Looks at the next word: takes it, completes a part before it, or finds it wrong. */
  private void take(Part next) {
    Part last = stack[top];
    boolean joins = next == Part.AND || next == Part.OR || next == Part.CLOSE;
    boolean isOperand = last == Part.UNARY || last == Part.BINARY;
    if (next == Part.BINARY && last == Part.WORD) shift(next);
    else if (next == Part.WORD && (isOperand || last.isFollowed())) shift(next);
    else if (next != Part.WORD && next != Part.BINARY && !joins && last.isFollowed()) shift(next);
    else if (joins) join(next, last);
    else wrong();
  }

  private void join(Part next, Part last) {
    switch (last) {
      case WORD -> completeTest();
      case CLOSE -> completeParenthesis();
      case TEST -> complete(Part.AND, Part.ALL);
      case ALL -> joinAll(next);
      case ANY -> joinAny(next);
      case WHOLE -> shiftIf(next == Part.CLOSE, next);
      default -> wrong();
    }
  }

  private void joinAll(Part next) {
    if (next == Part.AND) shift(next);
    else complete(Part.OR, Part.ANY);
  }

  private void joinAny(Part next) {
    if (next == Part.CLOSE) stack[top] = Part.WHOLE;
    else shiftIf(next == Part.OR, next);
  }

  private void shiftIf(boolean isRight, Part next) {
    if (isRight) shift(next);
    else wrong();
  }

  private void shift(Part next) {
    stack[++top] = next;
    at++;
  }

  private void wrong() {
    fault = "parse error at argument " + at;
  }

  private void completeTest() {
    if (stack[top - 1] == Part.UNARY) top--;
    else if (stack[top - 1] == Part.BINARY) top -= 2;
    completeNots();
  }

  private void completeParenthesis() {
    if (top < 2 || stack[top - 2] != Part.OPEN) {
      fault = "parse error: bad right parenthesis at argument " + at;
      return;
    }
    top -= 2;
    completeNots();
  }

  private void completeNots() {
    while (stack[top - 1] == Part.NOT) top--;
    stack[top] = Part.TEST;
  }

  private void complete(Part joint, Part whole) {
    if (stack[top - 1] == joint) top -= 2;
    stack[top] = whole;
  }
}
