package s6j.cli;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.meaning.ExitStatus;

/**
 * The declaration of one program: its names, its command line and what runs it. The option parser,
 * --help, the manual pages and the shell completions all read it.
 */
public final class Program {
  /**
   * What a program does with its command line; {@code arguments[0]} is the name it was called by.
   */
  public interface Main {
    @ExitStatus
    int run(Posix posix, Program program, byte[][] arguments);
  }

  /** The name in s6, such as {@code s6-svc}. */
  public final String name;

  /** The short name, such as {@code svc}; null if there is none. */
  public final @Nullable String shortName;

  /** Options and operands as in s6's usage message, without the name. */
  public final String usage;

  /** One sentence without a full stop. */
  public final String summary;

  public final Main main;

  /** An option that is not known is passed over, as by softlimit. */
  boolean passesOverUnknown;

  /** Options may stand behind operands too. */
  boolean takesOptionsAnywhere;

  /** {@code --help} and {@code --version} are arguments as any others. */
  boolean hasNoHelp;

  /** Names of links that others make to it, which are no names of programs of the suite. */
  private String[] links = {};

  private Option[] options = {};
  private boolean longOptions;
  private String @Nullable [] commands;

  public Program(String name, @Nullable String shortName, String usage, String summary, Main main) {
    this.name = name;
    this.shortName = shortName;
    this.usage = usage;
    this.summary = summary;
    this.main = main;
  }

  /** Declares options, in the order of the help text; further ones come behind. */
  public Program options(Option... more) {
    options = options.length == 0 ? more : joined(options, more);
    for (Option option : more) longOptions |= option.longName != null;
    return this;
  }

  private static Option[] joined(Option[] some, Option[] more) {
    Option[] all = new Option[some.length + more.length];
    System.arraycopy(some, 0, all, 0, some.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  /** Declares options that mean nothing and are accepted for the sake of old command lines. */
  public Program ignoring(Option... meaningless) {
    return options(meaningless);
  }

  /** An option that is not known is passed over. */
  public Program passingOverUnknown() {
    passesOverUnknown = true;
    return this;
  }

  /** Options that begin with two dashes are names, though it may declare none. */
  public Program withLongNames() {
    longOptions = true;
    return this;
  }

  /**
   * Nothing of its command line is looked at before it runs, not for {@code --help} or {@code
   * --version} either.
   */
  public Program withoutHelp() {
    hasNoHelp = true;
    return this;
  }

  /** Operands do not end the options. */
  public Program takingOptionsAnywhere() {
    takesOptionsAnywhere = true;
    return this;
  }

  /** It may be called by names for which the suite has no links, as they are the system's. */
  public Program linkedAs(String... names) {
    links = names;
    return this;
  }

  /** Whether it can be called by this name. */
  boolean isCalled(byte[] word) {
    for (String link : links) if (CString.is(word, link)) return true;
    return CString.is(word, name) || shortName != null && CString.is(word, shortName);
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

  /** The options, in the order of the help text. */
  public Option[] options() {
    return options;
  }

  /** The option of this letter, or null. */
  public @Nullable Option option(char letter) {
    for (Option option : options) if (option.letter == letter) return option;
    return null;
  }

  /** The option of this long name, or null. */
  @Nullable Option option(byte[] longName) {
    for (Option option : options)
      if (option.longName != null && CString.is(longName, option.longName)) return option;
    return null;
  }

  /** Whether the command line takes long names: the spec's gol family, else sgetopt's. */
  public boolean takesLongOptions() {
    return longOptions;
  }

  /** Reads a command line and says what is wrong with it, if that is so. */
  public Line read(byte[][] arguments, Messages messages, int leastOperands) {
    Line line = open(arguments, messages);
    line.judge(leastOperands);
    return line;
  }

  /** Reads a command line for who judges it, having taken its options one by one. */
  public Line open(byte[][] arguments, @Nullable Messages messages) {
    return new Line(this, arguments, messages);
  }
}
