package s6j.cli;

import s6j.posix.CString;

/**
 * Reads a command line by a {@link Program}'s declaration: POSIX short options in clusters, values
 * attached or in the next word, {@code --} ends them, the first operand ends them too (spec 0.4).
 */
public final class Options {
  /** Answer of {@link #next} behind the last option. */
  public static final int END = 0;

  /** Answer of {@link #next} for an unknown option or a missing value: a usage error. */
  public static final int WRONG = '?';

  private final Program program;
  private final byte[][] arguments;
  private final int count;
  private int word;
  private int place;
  private boolean closed;
  private byte[] value;

  /** The word and letter that {@link #next} last looked at, for {@link #refuse}. */
  private byte[] seenWord;

  private char seenLetter;

  /** Reads {@code arguments} from the one behind {@code arguments[0]}. */
  public Options(Program program, byte[][] arguments) {
    this.program = program;
    this.arguments = arguments;
    this.count = arguments.length;
    this.word = 1;
  }

  /** The letter of the next option, {@link #END} or {@link #WRONG}. */
  public int next() {
    value = null;
    if (place == 0 && !startWord()) return END;
    if (place == 2 && arguments[word][1] == '-') return longOption();
    return shortOption();
  }

  /**
   * Says what was {@link #WRONG}: the usage message, or of a long-option command line which option
   * it does not know (docs/specification/s6-rc.md, A.1); answers 100.
   */
  public int refuse(Messages messages) {
    if (!program.takesLongOptions()) return messages.usage(program);
    if (seenLetter != 0)
      return messages
          .fatal()
          .text("unrecognized short option: ")
          .bytes(new byte[] {(byte) seenLetter})
          .exit(100);
    int equals = CString.indexOf(seenWord, '=');
    String what =
        equals == 2
            ? "invalid option: "
            : equals < 0 ? "unrecognized boolean option: " : "unrecognized option with argument: ";
    return messages.fatal().text(what).bytes(seenWord).exit(100);
  }

  /** The value of the option that {@link #next} just answered. */
  public byte[] value() {
    return value;
  }

  /** The index of the first operand, once {@link #next} has answered {@link #END}. */
  public int firstOperand() {
    return word;
  }

  /**
   * The next operand, stepped over, or null behind the last; for command lines that take options
   * behind operands too, once {@link #next} has answered {@link #END}.
   */
  public byte[] operand() {
    return word < count ? arguments[word++] : null;
  }

  /** Whether the present word holds options; steps over a closing {@code --}. */
  private boolean startWord() {
    if (closed || word >= count) return false;
    byte[] text = arguments[word];
    int length = CString.length(text);
    if (length < 2 || text[0] != '-') return false;
    if (text[1] != '-') {
      place = 1;
      return true;
    }
    if (length == 2) {
      word++;
      closed = true;
      return false;
    }
    place = 2;
    return true;
  }

  private int shortOption() {
    byte[] text = arguments[word];
    char letter = (char) (text[place++] & 0xff);
    seenLetter = letter;
    Program.Option option = program.option(letter);
    boolean last = place >= CString.length(text);
    if (option == null) {
      if (last) nextWord();
      return WRONG;
    }
    if (option.value == null) {
      if (last) nextWord();
      return letter;
    }
    if (!last) {
      value = CString.slice(text, place, CString.length(text));
      nextWord();
      return letter;
    }
    nextWord();
    return valueInNextWord(letter);
  }

  /** A gol command line passes over an option whose value is missing (spec 0.4). */
  private int valueInNextWord(char letter) {
    boolean missing =
        word >= count || program.takesLongOptions() && CString.is(arguments[word], "--");
    if (missing) return program.takesLongOptions() ? next() : WRONG;
    value = arguments[word++];
    return letter;
  }

  private int longOption() {
    byte[] text = arguments[word];
    seenWord = text;
    seenLetter = 0;
    nextWord();
    if (!program.takesLongOptions()) return WRONG;
    int equals = CString.indexOf(text, '=');
    int end = equals < 0 ? CString.length(text) : equals;
    Program.Option option = longNamed(text, end);
    if (option == null || option.value == null && equals >= 0) return WRONG;
    if (option.value == null) return option.letter;
    if (equals < 0) return WRONG;
    value = CString.slice(text, equals + 1, CString.length(text));
    return option.letter;
  }

  private Program.Option longNamed(byte[] text, int end) {
    byte[] name = CString.slice(text, 2, end);
    for (int i = 0; i < program.optionCount(); i++) {
      Program.Option option = program.option(i);
      if (option.longName != null && CString.is(name, option.longName)) return option;
    }
    return null;
  }

  private void nextWord() {
    word++;
    place = 0;
  }
}
