package s6j.cli;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * A command line, read by a {@link Program}'s declaration: POSIX short options in clusters, values
 * attached or in the next word, {@code --} ends the options, and so does the first operand
 * (docs/specification/s6.md, 0.4).
 *
 * <p>Of an option given more than once the last value counts. What is wrong is said once, on
 * standard error; from then on {@link #exitCode} is 100.
 */
public final class Line {
  /** An option as it was given. */
  public static final class Given {
    public final Option option;

    /** Null for a flag. */
    public final byte @Nullable [] value;

    private Given next;

    private Given(Option option, byte[] value) {
      this.option = option;
      this.value = value;
    }

    /** The option that was given next; null behind the last. */
    public Given next() {
      return next;
    }

    /** Whether it is one of these options. */
    public boolean isAmong(Option[] options) {
      for (Option one : options) if (option == one) return true;
      return false;
    }

    /** The value as a number, or {@link Decimal#INVALID}. */
    public long number() {
      return option.numberOf(value);
    }
  }

  private final Program program;
  private final Messages messages;
  private final byte[][] arguments;
  private final byte[][] operands;
  private int operandCount;
  private @Nullable Given first;
  private Given last;
  private int exitCode;

  /** The word that is read, and the byte in it; 0 between words. */
  private int word = 1;

  private int place;
  private boolean closed;

  /** Options were read up to one that is unknown, or has a wrong value or none. */
  private boolean isWrong;

  /** The word and letter that were looked at last; no letter in a long name or a wrong value. */
  private byte @Nullable [] seenWord;

  private char seenLetter;

  Line(Program program, byte[][] arguments, Messages messages) {
    this.program = program;
    this.arguments = arguments;
    this.messages = messages;
    operands = new byte[arguments.length][];
    for (readOptions(); word < arguments.length && !isWrong; readOptions()) {
      operands[operandCount++] = arguments[word++];
      closed |= !program.takesOptionsAnywhere;
    }
  }

  /** The first option that was given, to go through them in order; null if there is none. */
  public Given first() {
    return first;
  }

  /** Whether an option was given. */
  public boolean has(Option option) {
    return count(option) > 0;
  }

  /** How often an option was given. */
  public int count(Option option) {
    int count = 0;
    for (Given given = first; given != null; given = given.next)
      if (given.option == option) count++;
    return count;
  }

  /** Whether an option was given, and its opposite not behind it. */
  public boolean chose(Option option, Option opposite) {
    return last(option, opposite) == option;
  }

  /** Which of these options was given last; null if none was. */
  public @Nullable Option last(Option... alternatives) {
    Option found = null;
    for (Given given = first; given != null; given = given.next)
      for (Option option : alternatives) if (given.option == option) found = option;
    return found;
  }

  /** The last value of an option; {@code fallback} if it was not given. */
  public byte @Nullable [] bytes(Option option, byte @Nullable [] fallback) {
    byte[] value = fallback;
    for (Given given = first; given != null; given = given.next)
      if (given.option == option) value = given.value;
    return value;
  }

  /** The last value of an option as a number; what is none makes the line wrong use. */
  public long number(Option option, long fallback) {
    byte[] value = bytes(option, null);
    long number = value == null ? fallback : option.numberOf(value);
    if (value == null || number != Decimal.INVALID) return number;
    if (exitCode == 0 && option.complaint == null) usage();
    if (exitCode == 0) exitCode = messages.fatal().text(option.complaint).exit(ExitCode.USAGE);
    return fallback;
  }

  /** Makes the line wrong use if the last value of one of these options is no number. */
  public void check(Option... numbers) {
    for (Option option : numbers) number(option, 0);
  }

  public int operandCount() {
    return operandCount;
  }

  /** The operand at {@code i}; null behind the last. */
  public byte @Nullable [] operand(int i) {
    return i < operandCount ? operands[i] : null;
  }

  /** Whether there is a program at {@code i}: an operand that is not empty. */
  public boolean isNamed(int i) {
    return i < operandCount && CString.length(operands[i]) > 0;
  }

  /** The operands from {@code from} on. */
  public byte[][] operands(int from) {
    return Operands.between(operands, from, operandCount);
  }

  /** The index of the first operand among the arguments, where operands end the options. */
  public int firstOperand() {
    return arguments.length - operandCount;
  }

  /** Whether there is an option that is unknown, or has a wrong value or none. */
  public boolean isWrong() {
    return isWrong;
  }

  /** Whether something wrong was said. */
  public boolean refused() {
    return exitCode != 0;
  }

  /** 100 once something wrong was said, else 0. */
  public int exitCode() {
    return exitCode;
  }

  /**
   * Says what is wrong with the options, or that operands lack: the exit code, 0 if all is well.
   */
  public int judge(int leastOperands) {
    if (exitCode == 0 && isWrong) exitCode = refuse();
    if (exitCode == 0 && operandCount < leastOperands) usage();
    return exitCode;
  }

  /** Says the usage message; answers 100. */
  public int usage() {
    exitCode = messages.usage(program);
    return exitCode;
  }

  /**
   * Of a long-option command line it is said what is not known (docs/specification/s6-rc.md, A.1).
   */
  private int refuse() {
    if (!program.takesLongOptions() || seenWord == null && seenLetter == 0) return usage();
    messages.fatal();
    if (seenLetter != 0) {
      byte[] letter = {(byte) seenLetter};
      return messages.text("unrecognized short option: ").bytes(letter).exit(ExitCode.USAGE);
    }
    int equals = CString.indexOf(seenWord, '=');
    String what =
        equals == 2
            ? "invalid option: "
            : equals < 0 ? "unrecognized boolean option: " : "unrecognized option with argument: ";
    return messages.text(what).bytes(seenWord).exit(ExitCode.USAGE);
  }

  private void readOptions() {
    while (!isWrong && (place > 0 || startWord()))
      if (place == 2 && arguments[word][1] == '-') readLong();
      else readShort();
  }

  /** Whether the present word holds options; steps over a closing {@code --}. */
  private boolean startWord() {
    if (closed || word >= arguments.length) return false;
    byte[] text = arguments[word];
    int length = CString.length(text);
    if (length < 2 || text[0] != '-') return false;
    place = text[1] == '-' ? 2 : 1;
    if (length > place) return true;
    nextWord();
    closed = true;
    return false;
  }

  private void readShort() {
    byte[] text = arguments[word];
    seenLetter = (char) (text[place++] & 0xff);
    Option option = program.option(seenLetter);
    boolean isLast = place >= CString.length(text);
    if (option != null && option.value != null) readValue(option, text, isLast);
    else {
      if (isLast) nextWord();
      add(option, null);
    }
  }

  /** A gol command line passes over an option whose value is missing. */
  private void readValue(Option option, byte[] text, boolean isLast) {
    byte[] attached = isLast ? null : CString.slice(text, place, CString.length(text));
    nextWord();
    boolean isGol = program.takesLongOptions();
    boolean isMissing =
        isLast && (word >= arguments.length || isGol && CString.is(arguments[word], "--"));
    if (!isMissing) add(option, isLast ? arguments[word++] : attached);
    else if (!isGol) add(null, null);
  }

  private void readLong() {
    byte[] text = arguments[word];
    seenWord = text;
    seenLetter = 0;
    nextWord();
    int equals = CString.indexOf(text, '=');
    int end = equals < 0 ? CString.length(text) : equals;
    Option option = program.option(CString.slice(text, 2, end));
    boolean fits = option != null && (option.value != null) == (equals >= 0);
    byte[] value = equals < 0 ? null : CString.slice(text, equals + 1, CString.length(text));
    add(fits ? option : null, value);
  }

  /** Notes an option, or null for one that is wrong. */
  private void add(@Nullable Option option, byte @Nullable [] value) {
    boolean isNone = option != null && option.isNumber && option.numberOf(value) == Decimal.INVALID;
    isWrong = isNone || option == null && !program.passesOverUnknown;
    if (isNone) {
      seenWord = null;
      seenLetter = 0;
    }
    if (isNone || option == null) return;
    Given given = new Given(option, value);
    if (first == null) first = given;
    else last.next = given;
    last = given;
  }

  private void nextWord() {
    word++;
    place = 0;
  }
}
