package s6j.execline.call;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** A program that was called: its words, what it says, the environment of what it becomes. */
public final class Call {
  /** What an exec may take; more is refused before the memory is full. */
  public static final int MOST_BYTES = 8 << 20;

  private static final byte[] STRICT = CString.of("EXECLINE_STRICT");

  public final Posix posix;
  public final Program program;
  public final byte[][] arguments;
  public final Messages messages;

  /** What the next program gets; programs are looked up in the PATH that was there before. */
  public final Environment environment;

  public final Lookup lookup;

  /** Blocks whose reading was begun. */
  int blocks;

  private @Nullable Environment original;
  private final long strictness;

  public Call(Posix posix, Program program, byte[][] arguments) {
    this(posix, program, arguments, program.name);
  }

  /** With another name in messages than the program's own. */
  public Call(Posix posix, Program program, byte[][] arguments, String name) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    messages = new Messages(posix, CString.of(name));
    environment = new Environment(posix);
    lookup = new Lookup(posix, environment.get("PATH"));
    byte[] strict = environment.get(STRICT);
    strictness = strict == null ? 0 : Decimal.parse(strict);
  }

  /** The environment as it was at the start. */
  public Environment original() {
    if (original == null) original = new Environment(posix);
    return original;
  }

  /** The options, and that there are enough operands. */
  public Line read(int leastOperands) {
    return program.read(arguments, messages, leastOperands);
  }

  /** 0 for silence, 1 for warnings, 2 for an end with exit code 100, in bad style. */
  public int strictness() {
    return strictness < 0 ? 0 : (int) Math.min(strictness, 2);
  }

  public int usage() {
    return messages.usage(program);
  }

  /** Says what is wrong, as a fatal message; 100. */
  public int wrong(String text) {
    return messages.fatal().text(text).exit(ExitCode.USAGE);
  }

  /** Says what is wrong with a word. */
  public int wrong(String text, byte[] word) {
    return messages.fatal().text(text).bytes(word).exit(ExitCode.USAGE);
  }

  /** Says what the system did not do; 111. */
  public int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }

  public int unable(String what, byte[] word, int error) {
    return messages.fatal().unableTo(what).bytes(word).exit(ExitCode.SYSTEM, error);
  }

  /** Becomes another program; exit code 0 if there is none. */
  public int becomes(byte[][] command) {
    return command.length == 0 ? 0 : becomes(command[0], command, environment);
  }

  /** Becomes a program under any name, in any environment. */
  public int becomes(byte[] name, byte[][] words, Environment variables) {
    int error = lookup.exec(name, words, variables);
    int code = error == -Errno.ENOENT ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE;
    return messages.fatal().unableTo("exec ").bytes(name).exit(code, error);
  }

  /**
   * With a variable set, or removed if its value is null, becomes the command; or importas, which
   * substitutes the variable in it and removes it.
   */
  public int becomesWith(
      byte[] variable, byte @Nullable [] value, byte[][] command, boolean imports) {
    if (value == null) environment.unset(variable);
    else environment.set(variable, value);
    return becomes(imports ? Words.importing(variable, command) : command);
  }

  /** Whether a word can be the name of a variable. */
  public static boolean isName(byte[] word) {
    return CString.length(word) > 0 && CString.indexOf(word, '=') < 0;
  }

  /** The number of positional parameters; -1 once it is said that nothing tells it. */
  public int positionals() {
    byte[] count = environment.get("#");
    long number = count == null ? Decimal.INVALID : Decimal.parse(count);
    if (count == null) messages.fatal().text("# not set").end();
    else if (number < 0 || number > Integer.MAX_VALUE) messages.fatal().text("invalid $#").end();
    else return (int) number;
    return -1;
  }

  /** A positional parameter; null once it is said that it is not set. */
  public byte @Nullable [] positional(long number) {
    byte[] name = Decimal.string(number);
    byte[] value = environment.get(name);
    if (value == null) messages.fatal().bytes(name).text(" not set").end();
    return value;
  }
}
