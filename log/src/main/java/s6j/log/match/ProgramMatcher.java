package s6j.log.match;

/**
 * An extended regular expression too big for a table, run as the program that {@link
 * PatternCompiler} made of it: all its ways at once, so that a byte costs at most its length.
 */
public final class ProgramMatcher implements Matcher {
  private final PatternCompiler program;

  /** The instructions that the byte at hand may meet, and those that the next one may. */
  private int[] present;

  private int[] coming;
  private int count;
  private int comingCount;

  /** The number of the set that an instruction is in already. */
  private final int[] seen;

  private final int[] stack;
  private int set;

  public ProgramMatcher(PatternCompiler compiled) {
    program = compiled;
    present = new int[compiled.length()];
    coming = new int[compiled.length()];
    seen = new int[compiled.length()];
    stack = new int[2 * compiled.length() + 2];
  }

  @Override
  public boolean matches(byte[] line, int from, int to) {
    set++;
    comingCount = 0;
    boolean matched = false;
    for (int place = from; !matched; place++) {
      matched = follow(0, place == from, place == to);
      if (matched || place == to) return matched;
      swap();
      matched = take(line[place] & 0xff, place + 1 == to);
    }
    return true;
  }

  /** What was coming is present; the next set is empty. */
  private void swap() {
    int[] kept = present;
    present = coming;
    coming = kept;
    count = comingCount;
    comingCount = 0;
    set++;
  }

  private boolean take(int b, boolean atEnd) {
    for (int i = 0; i < count; i++) {
      long[] bytes = program.bytes(present[i]);
      if ((bytes[b >> 6] >>> (b & 63) & 1) != 0 && follow(present[i] + 1, false, atEnd))
        return true;
    }
    return false;
  }

  /** Adds an instruction and what it leads to without a byte; whether that is a match. */
  private boolean follow(int first, boolean atStart, boolean atEnd) {
    int depth = 0;
    stack[depth++] = first;
    while (depth > 0) {
      int i = stack[--depth];
      if (seen[i] == set) continue;
      seen[i] = set;
      switch (program.operation(i)) {
        case PatternCompiler.BYTES -> coming[comingCount++] = i;
        case PatternCompiler.SPLIT -> {
          stack[depth++] = program.other(i);
          stack[depth++] = program.target(i);
        }
        case PatternCompiler.JUMP -> stack[depth++] = program.target(i);
        case PatternCompiler.AT_START -> depth = push(depth, i + 1, atStart);
        case PatternCompiler.AT_END -> depth = push(depth, i + 1, atEnd);
        case PatternCompiler.MATCH -> {
          return true;
        }
      }
    }
    return false;
  }

  private int push(int depth, int place, boolean passes) {
    if (passes) stack[depth] = place;
    return passes ? depth + 1 : depth;
  }
}
