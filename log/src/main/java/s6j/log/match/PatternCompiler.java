package s6j.log.match;

import s6j.posix.CString;

/**
 * Turns a POSIX extended regular expression into a program, which a {@link ProgramMatcher} runs,
 * and a program of at most 255 instructions into the table of a {@link LinePattern}, which is at
 * most 127 sets of them. It knows characters, dots, brackets of characters, ranges and classes,
 * groups, repetitions, alternatives and anchors; what it does not know, or what POSIX leaves
 * undefined, it refuses.
 *
 * <p>Lines hold neither newline nor NUL, so that REG_NEWLINE makes no difference.
 */
public final class PatternCompiler {
  private static final int MOST_INSTRUCTIONS = 16384;
  private static final int MOST_FOR_TABLE = 255;
  private static final int MOST_STATES = 127;
  private static final int MOST_REPEATS = 255;
  private static final int DEEPEST = 16;
  private static final int WORDS = 4;
  private static final int UNLIMITED = -1;
  private static final int REFUSED = -1;
  private static final int NONE = -1;

  static final byte BYTES = 0;
  static final byte SPLIT = 1;
  static final byte JUMP = 2;
  static final byte AT_START = 3;
  static final byte AT_END = 4;
  static final byte MATCH = 5;

  private final byte[] text;
  private byte[] operation = new byte[MOST_FOR_TABLE];
  private int[] target = new int[MOST_FOR_TABLE];
  private int[] other = new int[MOST_FOR_TABLE];
  private long[][] bytes = new long[MOST_FOR_TABLE][];
  private int length;
  private int anchors;
  private boolean refused;

  private final byte[] classes = new byte[256];
  private int width;
  private byte[] next;
  private final long[][] sets = new long[MOST_STATES][];
  private int states;
  private final int[] stack = new int[MOST_FOR_TABLE * 2];
  private boolean[] accepts;
  private boolean[] acceptsAtEnd;
  private int initial;
  private int resting;
  private int dead = -1;

  public PatternCompiler(byte[] pattern) {
    text = pattern;
  }

  /** Whether the expression could be made into a program. */
  public boolean compile() {
    alternatives(0, CString.length(text), 0);
    emit(MATCH);
    return !refused;
  }

  /** Whether the program could be made into a table, which the accessors then answer. */
  public boolean tabulate() {
    return length <= MOST_FOR_TABLE && makeTable();
  }

  int length() {
    return length;
  }

  byte operation(int at) {
    return operation[at];
  }

  int target(int at) {
    return target[at];
  }

  int other(int at) {
    return other[at];
  }

  /** The bytes that an instruction takes, a bit each. */
  long[] bytes(int at) {
    return bytes[at];
  }

  byte[] classes() {
    return classes;
  }

  byte[] next() {
    return next;
  }

  boolean[] accepts() {
    return accepts;
  }

  boolean[] acceptsAtEnd() {
    return acceptsAtEnd;
  }

  int width() {
    return width;
  }

  int initial() {
    return initial;
  }

  int resting() {
    return resting;
  }

  int dead() {
    return dead;
  }

  // ---- expression to program -------------------------------------------------------------------

  private void alternatives(int from, int to, int depth) {
    if (depth > DEEPEST) refuse();
    int start = from;
    int last = NONE;
    for (int bar = refused ? NONE : barIn(start, to);
        bar >= 0 && !refused;
        bar = barIn(start, to)) {
      int split = emit(SPLIT);
      target[split] = length;
      sequence(start, bar, depth);
      last = jumpBehind(last);
      other[split] = length;
      start = bar + 1;
    }
    if (!refused) sequence(start, to, depth);
    while (last != NONE && !refused) {
      int before = target[last];
      target[last] = length;
      last = before;
    }
  }

  /** A jump to the end of the alternatives, which is not known yet: it leads to the one before. */
  private int jumpBehind(int last) {
    int jump = emit(JUMP);
    target[jump] = last;
    return jump;
  }

  /** The first bar outside of groups and brackets, or -1. */
  private int barIn(int from, int to) {
    int place = from;
    while (place < to && text[place] != '|') {
      place = text[place] == '^' || text[place] == '$' ? place + 1 : endOfAtom(place, to, 0);
      if (place < 0) return REFUSED;
      place = endOfRepetition(place, to);
    }
    return place < to ? place : -1;
  }

  private void sequence(int from, int to, int depth) {
    if (from == to) refuse();
    int place = from;
    while (place < to && !refused) {
      int end = endOfAtom(place, to, depth);
      if (text[place] == '^' || text[place] == '$') {
        emit(text[place] == '^' ? AT_START : AT_END);
        anchors++;
        place++;
        if (place < to && isRepetition(text[place])) refuse();
        continue;
      }
      if (end < 0) return;
      int after = endOfRepetition(end, to);
      repeat(place, end, after, depth);
      place = after;
    }
  }

  /** The place behind one character, bracket or group; {@link #REFUSED} if it is not known. */
  private int endOfAtom(int place, int to, int depth) {
    return switch (text[place]) {
      case '(' -> endOfGroup(place, to);
      case '[' -> endOfBracket(place, to);
      case '\\' -> place + 1 < to && isSpecial(text[place + 1]) ? place + 2 : refuse();
      case '^', '$' -> place + 1;
      case ')', '|', '*', '+', '?', '{', '}' -> refuse();
      default -> place + 1;
    };
  }

  private int endOfGroup(int place, int to) {
    int open = 1;
    int at = place + 1;
    while (at < to && open > 0) {
      if (text[at] == '\\') at++;
      else if (text[at] == '[') at = endOfBracket(at, to) - 1;
      else if (text[at] == '(') open++;
      else if (text[at] == ')') open--;
      if (refused) return REFUSED;
      at++;
    }
    return open == 0 && at <= to && at > place + 2 ? at : refuse();
  }

  private int endOfBracket(int place, int to) {
    int at = place + 1;
    if (at < to && text[at] == '^') at++;
    if (at < to && text[at] == ']') at++;
    while (at < to && text[at] != ']') {
      boolean named = text[at] == '[' && at + 1 < to && text[at + 1] == ':';
      if (text[at] == '[' && !named && at + 1 < to && (text[at + 1] == '.' || text[at + 1] == '='))
        return refuse();
      at = named ? endOfName(at, to) : at + 1;
    }
    return at < to ? at + 1 : refuse();
  }

  private int endOfName(int place, int to) {
    int at = place + 2;
    while (at + 1 < to && !(text[at] == ':' && text[at + 1] == ']')) at++;
    return at + 1 < to ? at + 2 : to;
  }

  private static boolean isSpecial(byte b) {
    return CString.indexOf(SPECIAL, b) >= 0;
  }

  private static final byte[] SPECIAL = CString.of("^.[$()|*+?{}\\]");

  private static boolean isRepetition(byte b) {
    return b == '*' || b == '+' || b == '?' || b == '{';
  }

  /** The place behind at most one repetition. */
  private int endOfRepetition(int place, int to) {
    if (place >= to || !isRepetition(text[place])) return place;
    int end = place + 1;
    if (text[place] == '{') {
      while (end < to && text[end] != '}') end++;
      end++;
    }
    if (end > to || end < to && isRepetition(text[end])) refuse();
    return end;
  }

  private void repeat(int from, int to, int after, int depth) {
    int least = least(to, after);
    int most = most(to, after);
    int before = anchors;
    if (least > MOST_REPEATS || most > MOST_REPEATS || most >= 0 && most < least) refuse();
    for (int i = 0; i < least && !refused; i++) atom(from, to, depth);
    if (most == UNLIMITED) loop(from, to, depth);
    for (int i = least; i < most && !refused; i++) optional(from, to, depth);
    // The C library forgets an anchor in what it repeats; whatever it answers, we do too.
    if (anchors != before && (least != 1 || most != 1)) refuse();
  }

  private int least(int at, int after) {
    if (at == after || text[at] == '+') return 1;
    return text[at] == '{' ? number(at + 1, after) : 0;
  }

  private int most(int at, int after) {
    if (at == after || text[at] == '?') return 1;
    if (text[at] != '{') return UNLIMITED;
    int comma = at + 1;
    while (comma < after && text[comma] != ',') comma++;
    if (comma >= after) return number(at + 1, after);
    return text[comma + 1] == '}' ? UNLIMITED : number(comma + 1, after);
  }

  /** The number that a comma or a brace ends. */
  private int number(int at, int after) {
    int value = 0;
    int place = at;
    while (place < after && text[place] >= '0' && text[place] <= '9' && value <= MOST_REPEATS)
      value = value * 10 + text[place++] - '0';
    boolean whole = place > at && place < after && (text[place] == ',' || text[place] == '}');
    return whole ? value : refuse();
  }

  private void loop(int from, int to, int depth) {
    int split = emit(SPLIT);
    target[split] = length;
    atom(from, to, depth);
    int back = emit(JUMP);
    target[back] = split;
    other[split] = length;
  }

  private void optional(int from, int to, int depth) {
    int split = emit(SPLIT);
    target[split] = length;
    atom(from, to, depth);
    other[split] = length;
  }

  private void atom(int from, int to, int depth) {
    if (text[from] == '(') {
      alternatives(from + 1, to - 1, depth + 1);
      return;
    }
    long[] set = new long[WORDS];
    if (text[from] == '[') bracket(from, to, set);
    else if (text[from] == '.') addRange(set, 1, 255);
    else addRange(set, text[to - 1] & 0xff, text[to - 1] & 0xff);
    int at = emit(BYTES);
    bytes[at] = set;
  }

  private void bracket(int from, int to, long[] set) {
    boolean negated = text[from + 1] == '^';
    int first = negated ? from + 2 : from + 1;
    for (int at = first; at < to - 1 && !refused; ) at = member(at, to - 1, set);
    for (int i = 0; negated && i < WORDS; i++) set[i] = ~set[i];
  }

  /** Adds a class, a range or a character; the place behind it. */
  private int member(int at, int to, long[] set) {
    if (text[at] == '[' && at + 1 < to && text[at + 1] == ':') return named(at, to, set);
    boolean range = at + 2 < to && text[at + 1] == '-';
    int low = text[at] & 0xff;
    int high = range ? text[at + 2] & 0xff : low;
    boolean odd = range && (high > 127 || high < low || text[at + 2] == '[');
    if (odd || text[at] == '-' && range) refuse();
    else addRange(set, low, high);
    return range ? at + 3 : at + 1;
  }

  private int named(int at, int to, long[] set) {
    int end = endOfName(at, to);
    byte[] name = CString.slice(text, at + 2, end - 2);
    for (int b = 1; b < 128; b++) if (isIn(name, b)) addRange(set, b, b);
    if (!isKnown(name)) refuse();
    return end;
  }

  private static boolean isKnown(byte[] name) {
    for (int b = 1; b < 128; b++) if (isIn(name, b)) return true;
    return false;
  }

  /** The classes of the C locale. */
  private static boolean isIn(byte[] name, int b) {
    boolean upper = b >= 'A' && b <= 'Z';
    boolean lower = b >= 'a' && b <= 'z';
    boolean digit = b >= '0' && b <= '9';
    boolean graph = b > ' ' && b < 127;
    if (CString.is(name, "alpha")) return upper || lower;
    if (CString.is(name, "upper")) return upper;
    if (CString.is(name, "lower")) return lower;
    if (CString.is(name, "digit")) return digit;
    if (CString.is(name, "alnum")) return upper || lower || digit;
    if (CString.is(name, "space")) return b == ' ' || b >= 9 && b <= 13;
    if (CString.is(name, "blank")) return b == ' ' || b == 9;
    if (CString.is(name, "punct")) return graph && !upper && !lower && !digit;
    if (CString.is(name, "print")) return graph || b == ' ';
    if (CString.is(name, "graph")) return graph;
    if (CString.is(name, "cntrl")) return b < ' ' || b == 127;
    if (CString.is(name, "xdigit")) return digit || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
    return false;
  }

  private static void addRange(long[] set, int low, int high) {
    for (int b = low; b <= high; b++) set[b >> 6] |= 1L << (b & 63);
  }

  private int emit(byte what) {
    if (length == MOST_INSTRUCTIONS) {
      refuse();
      return length - 1;
    }
    if (length == operation.length) grow();
    operation[length] = what;
    return length++;
  }

  private void grow() {
    int size = 2 * length;
    byte[] operations = new byte[size];
    int[] targets = new int[size];
    int[] others = new int[size];
    long[][] sets = new long[size][];
    System.arraycopy(operation, 0, operations, 0, length);
    System.arraycopy(target, 0, targets, 0, length);
    System.arraycopy(other, 0, others, 0, length);
    System.arraycopy(bytes, 0, sets, 0, length);
    operation = operations;
    target = targets;
    other = others;
    bytes = sets;
  }

  private int refuse() {
    refused = true;
    return REFUSED;
  }

  // ---- program to table ------------------------------------------------------------------------

  private boolean makeTable() {
    classify();
    byte[] table = new byte[MOST_STATES * width];
    long[] start = new long[WORDS];
    follow(0, start, true, false);
    initial = stateOf(start);
    long[] rest = new long[WORDS];
    follow(0, rest, false, false);
    resting = stateOf(rest);
    for (int state = 0; state < states; state++)
      for (int c = 0; c < width; c++) {
        int to = stateOf(step(sets[state], byteOf(c), rest));
        if (to < 0) return false;
        table[state * width + c] = (byte) to;
      }
    next = new byte[states * width];
    System.arraycopy(table, 0, next, 0, next.length);
    judge(rest);
    return true;
  }

  /** Bytes that no instruction tells apart share a class. */
  private void classify() {
    int[] first = new int[256];
    for (int b = 0; b < 256; b++) {
      int c = 0;
      while (c < width && !alike(b, first[c])) c++;
      if (c == width) first[width++] = b;
      classes[b] = (byte) c;
    }
    if (width > 127) refuse();
  }

  private boolean alike(int a, int b) {
    for (int i = 0; i < length; i++)
      if (operation[i] == BYTES && has(bytes[i], a) != has(bytes[i], b)) return false;
    return true;
  }

  private int byteOf(int wanted) {
    int b = 0;
    while (classes[b] != wanted) b++;
    return b;
  }

  private void judge(long[] rest) {
    accepts = new boolean[states];
    acceptsAtEnd = new boolean[states];
    for (int state = 0; state < states; state++) {
      accepts[state] = has(sets[state], length - 1);
      long[] ended = new long[WORDS];
      for (int i = 0; i < length; i++)
        if (has(sets[state], i)) follow(i, ended, state == initial, true);
      acceptsAtEnd[state] = has(ended, length - 1);
      if (state == resting && isStuck(state) && !acceptsAtEnd[state] && !accepts[state])
        dead = state;
    }
  }

  private boolean isStuck(int state) {
    for (int c = 0; c < width; c++) if (next[state * width + c] != state) return false;
    return true;
  }

  /** The instructions reached by a byte, and those of a match that begins behind it. */
  private long[] step(long[] set, int b, long[] rest) {
    long[] reached = new long[WORDS];
    for (int i = 0; i < length; i++)
      if (has(set, i) && operation[i] == BYTES && has(bytes[i], b))
        follow(i + 1, reached, false, false);
    for (int i = 0; i < WORDS; i++) reached[i] |= rest[i];
    return reached;
  }

  /** Adds an instruction and what it leads to without a byte. */
  private void follow(int from, long[] set, boolean atStart, boolean atEnd) {
    int depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      int i = stack[--depth];
      if (has(set, i)) continue;
      set[i >> 6] |= 1L << (i & 63);
      switch (operation[i]) {
        case SPLIT -> {
          stack[depth++] = target[i];
          stack[depth++] = other[i];
        }
        case JUMP -> stack[depth++] = target[i];
        case AT_START -> depth = push(depth, i + 1, atStart);
        case AT_END -> depth = push(depth, i + 1, atEnd);
        default -> {}
      }
    }
  }

  private int push(int depth, int place, boolean passes) {
    if (passes) stack[depth] = place;
    return passes ? depth + 1 : depth;
  }

  private static boolean has(long[] set, int i) {
    return (set[i >> 6] >>> (i & 63) & 1) != 0;
  }

  private int stateOf(long[] set) {
    for (int state = 0; state < states; state++) if (same(sets[state], set)) return state;
    if (states == MOST_STATES) return -1;
    sets[states] = set;
    return states++;
  }

  private static boolean same(long[] a, long[] b) {
    for (int i = 0; i < WORDS; i++) if (a[i] != b[i]) return false;
    return true;
  }
}
