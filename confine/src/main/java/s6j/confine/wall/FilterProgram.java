package s6j.confine.wall;

/**
 * A program of the kernel's for its filter of system calls (seccomp(2), struct sock_filter): eight
 * bytes an instruction, which are an operation, what is skipped if its test is true and if it is
 * not, and a number.
 */
final class FilterProgram {
  static final int ALLOW = 0x7fff0000;
  static final int KILL = 0x80000000;
  private static final int ERRNO = 0x00050000;

  private static final int MOST_INSTRUCTIONS = 4096;
  private static final int SIZE = 8;
  private static final int LOAD = 0x20;
  private static final int AND = 0x54;
  private static final int JUMP = 0x05;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_AT_LEAST = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  /** Where what the program is asked about has the parts of a call (struct seccomp_data). */
  private static final int NUMBER_AT = 0;

  private static final int MACHINE_AT = 4;
  private static final int ARGUMENTS_AT = 16;

  /** Of 64 bits, the lowest byte first. */
  private static final int MACHINE_FLAGS = 0xc0000000;

  /** Calls of x86_64 that have pointers of 32 bits. */
  private static final int OTHER_CALLS = 0x40000000;

  private final byte[] code = new byte[MOST_INSTRUCTIONS * SIZE];
  private int size;
  private int[] begins = {};
  private int[] answers = {};

  /** Calls by the rules of other machines end the process: their numbers mean others. */
  FilterProgram(int machine) {
    put(LOAD, 0, 0, MACHINE_AT);
    put(IF_EQUAL, 1, 0, MACHINE_FLAGS | machine);
    put(RETURN, 0, 0, KILL);
    put(LOAD, 0, 0, NUMBER_AT);
    put(IF_AT_LEAST, 0, 1, OTHER_CALLS);
    put(RETURN, 0, 0, KILL);
  }

  static int errno(int number) {
    return ERRNO | number;
  }

  /** All of it, as the kernel takes it. */
  byte[] bytes() {
    byte[] bytes = new byte[size * SIZE];
    System.arraycopy(code, 0, bytes, 0, bytes.length);
    return bytes;
  }

  void answer(int call, int answer) {
    if (call < 0) return;
    begin(call, 1);
    put(RETURN, 0, 0, answer);
  }

  /** Where an argument has any of these bits. */
  void answerIfAny(int call, int argument, int bits, int answer) {
    if (call < 0) return;
    begin(call, 3);
    load(argument);
    put(IF_ANY_BIT, 0, 1, bits);
    put(RETURN, 0, 0, answer);
  }

  /** Where two arguments have any of these bits each. */
  void answerIfBoth(int call, int first, int firstBits, int second, int secondBits, int answer) {
    if (call < 0) return;
    begin(call, 5);
    load(first);
    put(IF_ANY_BIT, 0, 3, firstBits);
    load(second);
    put(IF_ANY_BIT, 0, 1, secondBits);
    put(RETURN, 0, 0, answer);
  }

  /** Where these bits of an argument are all there. */
  void answerIfAll(int call, int argument, int bits, int answer) {
    answerIf(call, argument, bits, bits, answer);
  }

  /** Where an argument without other bits has this value. */
  void answerIf(int call, int argument, int bits, int value, int answer) {
    if (call < 0) return;
    begin(call, 4);
    load(argument);
    put(AND, 0, 0, bits);
    put(IF_EQUAL, 0, 1, value);
    put(RETURN, 0, 0, answer);
  }

  /** Where an argument without other bits is none of the first {@code count} values. */
  void answerUnless(int call, int argument, int bits, int[] values, int count, int answer) {
    if (call < 0) return;
    begin(call, 3 + count);
    load(argument);
    put(AND, 0, 0, bits);
    for (int i = 0; i < count; i++) put(IF_EQUAL, count - i, 0, values[i]);
    put(RETURN, 0, 0, answer);
  }

  /** What follows, {@code length} instructions, is for that call alone. */
  private void begin(int call, int length) {
    put(LOAD, 0, 0, NUMBER_AT);
    put(IF_EQUAL, 0, length, call);
  }

  private void load(int argument) {
    put(LOAD, 0, 0, ARGUMENTS_AT + 8 * argument);
  }

  void end(int answer) {
    put(RETURN, 0, 0, answer);
  }

  /**
   * Ends it with an answer for each number, and {@code above} for those that are greater; found by
   * halving, since each call pays for it.
   */
  void end(int[] byNumber, int above) {
    begins = new int[byNumber.length + 1];
    answers = new int[byNumber.length + 1];
    int count = 0;
    for (int number = 0; number <= byNumber.length; number++) {
      int answer = number == byNumber.length ? above : byNumber[number];
      if (count > 0 && answers[count - 1] == answer) continue;
      begins[count] = number;
      answers[count++] = answer;
    }
    put(LOAD, 0, 0, NUMBER_AT);
    find(0, count - 1);
  }

  private void find(int first, int last) {
    if (first == last) {
      put(RETURN, 0, 0, answers[first]);
      return;
    }
    int middle = (first + last + 1) / 2;
    put(IF_AT_LEAST, 0, 1, begins[middle]);
    int jump = size;
    put(JUMP, 0, 0, 0);
    find(first, middle - 1);
    putNumber(jump, size - jump - 1);
    find(middle, last);
  }

  private void put(int operation, int ifTrue, int ifFalse, int number) {
    int at = size * SIZE;
    code[at] = (byte) operation;
    code[at + 2] = (byte) ifTrue;
    code[at + 3] = (byte) ifFalse;
    putNumber(size++, number);
  }

  private void putNumber(int instruction, int number) {
    for (int i = 0; i < 4; i++) code[instruction * SIZE + 4 + i] = (byte) (number >> (8 * i & 31));
  }
}
