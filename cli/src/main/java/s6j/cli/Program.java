package s6j.cli;

import s6j.posix.Posix;

/**
 * The declaration of one program: its names, its command line and what runs it. The option parser,
 * --help, the manual pages and the shell completions all read it.
 */
public final class Program {
  /**
   * What a program does with its command line; {@code arguments[0]} is the name it was called by.
   */
  public interface Main {
    int run(Posix posix, Program program, byte[][] arguments);
  }

  /** One option. */
  public static final class Option {
    /** A control character where there is only a long name. */
    public final char letter;

    /** Without the dashes; null if there is none. */
    public final String longName;

    /** What the value is called in the help text; null for a flag. */
    public final String value;

    public final String description;

    Option(char letter, String longName, String value, String description) {
      this.letter = letter;
      this.longName = longName;
      this.value = value;
      this.description = description;
    }

    /** Whether the option can be given by its letter. */
    public boolean hasLetter() {
      return letter > ' ';
    }
  }

  private static final int MOST_OPTIONS = 48;

  /** The name in s6, such as {@code s6-svc}. */
  public final String name;

  /** The short name, such as {@code svc}; null if there is none. */
  public final String shortName;

  /** Options and operands as in s6's usage message, without the name. */
  public final String usage;

  /** One sentence without a full stop. */
  public final String summary;

  public final Main main;

  private final Option[] options = new Option[MOST_OPTIONS];
  private int count;
  private boolean longOptions;
  private String[] commands;

  public Program(String name, String shortName, String usage, String summary, Main main) {
    this.name = name;
    this.shortName = shortName;
    this.usage = usage;
    this.summary = summary;
    this.main = main;
  }

  /** Declares a flag. */
  public Program flag(char letter, String description) {
    return add(letter, null, null, description);
  }

  /** Declares a flag that has a long name too. */
  public Program flag(char letter, String longName, String description) {
    longOptions = true;
    return add(letter, longName, null, description);
  }

  /** Declares an option with a value. */
  public Program value(char letter, String value, String description) {
    return add(letter, null, value, description);
  }

  /** Declares an option with a value that has a long name too. */
  public Program value(char letter, String longName, String value, String description) {
    longOptions = true;
    return add(letter, longName, value, description);
  }

  private Program add(char letter, String longName, String value, String description) {
    options[count++] = new Option(letter, longName, value, description);
    return this;
  }

  /** Declares the words that the first operand may be. */
  public Program commands(String... words) {
    commands = words;
    return this;
  }

  /** The words that the first operand may be; empty if it may be anything. */
  public String[] commands() {
    return commands == null ? new String[0] : commands;
  }

  public int optionCount() {
    return count;
  }

  public Option option(int place) {
    return options[place];
  }

  /** The option of this letter, or null. */
  public Option option(char letter) {
    for (int i = 0; i < count; i++) if (options[i].letter == letter) return options[i];
    return null;
  }

  /** Whether the command line takes long names: the spec's gol family, else sgetopt's. */
  public boolean takesLongOptions() {
    return longOptions;
  }
}
