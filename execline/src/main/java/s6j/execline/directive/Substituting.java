package s6j.execline.directive;

import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.execline.substitution.Substitution;
import s6j.posix.CString;
import s6j.posix.Errno;

/** What a substituting program does with its words. */
abstract class Substituting {
  /** It was said what is wrong; the exit code is {@link #exitCode}. */
  static final int SAID = -5;

  static final int EMPTY_BLOCK = -4;
  static final int USAGE = -3;
  static final int KEY = -2;
  static final int FAILED = -1;

  final Call call;
  final Substitution table;

  /** What went wrong with {@link #FAILED}. */
  int error = Errno.EINVAL;

  int exitCode = ExitCode.USAGE;

  Substituting(Call call, Substitution table) {
    this.call = call;
    this.table = table;
  }

  /**
   * Reads its words, from its own name on: how many, or what is wrong. {@code program} has its
   * options.
   */
  abstract int read(Program program, byte[][] words);

  /** Adds a key with its words: {@code count}, or what is wrong. */
  final int add(byte[] key, byte[][] words, int count) {
    return table.add(key, words) ? count : KEY;
  }

  final boolean isBad(byte[] key) {
    return CString.length(key) == 0 || table.has(key);
  }

  /** Runs it as a program of its own. */
  final int run() {
    int count = read(call.program, call.arguments);
    return switch (count) {
      case SAID -> exitCode;
      case EMPTY_BLOCK -> call.wrong("empty block");
      case USAGE -> call.usage();
      case KEY -> call.messages.fatal().text("bad substitution key").exit(ExitCode.SYSTEM);
      case FAILED -> call.unable("complete exlsn function", error);
      default -> becomes(call, table, Words.between(call.arguments, count, call.arguments.length));
    };
  }

  /** Becomes what the table makes of a command. */
  static int becomes(Call call, Substitution table, byte[][] command) {
    byte[][] words = table.apply(command);
    if (words != null) return call.becomes(words);
    return call.messages
        .fatal()
        .unableTo("exec ")
        .bytes(command[0])
        .exit(ExitCode.NOT_EXECUTABLE, Errno.E2BIG);
  }
}
