package s6j.portable.call;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** A program that was called: its words, and what it says. */
public final class ToolCall {
  private static final int STDOUT = 1;
  private static final int BUFFER = 8192;
  private static final int MOST_FAILURES = 255;

  public final Posix posix;
  public final Program program;
  public final byte[][] arguments;
  public final Messages messages;

  public ToolCall(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    messages = new Messages(posix, CString.of(program.name));
  }

  /** The options, and that there are enough operands. */
  public Line read(int leastOperands) {
    return program.read(arguments, messages, leastOperands);
  }

  /** Standard output, collected. */
  public Output output() {
    return new Output(posix, STDOUT, BUFFER);
  }

  public int usage() {
    return messages.usage(program);
  }

  /** Says what the system did not do; 111. */
  public int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }

  public int unable(String what, byte[] word, int error) {
    return messages.fatal().unableTo(what).bytes(word).exit(ExitCode.SYSTEM, error);
  }

  /**
   * The exit code that counts failures: so many, and 255 from there on, for the system keeps eight
   * bits of it and 256 would be success.
   */
  public static int failures(int count) {
    return Math.min(count, MOST_FAILURES);
  }
}
