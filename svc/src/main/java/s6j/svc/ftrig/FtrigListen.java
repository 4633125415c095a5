package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-ftrig-listen: listens to fifodirs, runs a program, waits for events that match. */
public final class FtrigListen {
  private static final Option AND =
      Option.flag('a', "and", "wait for a match in every fifodir (default)");
  private static final Option OR =
      Option.flag('o', "or", "wait for a match in one of the fifodirs");

  private FtrigListen() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-ftrig-listen",
            "ftrig-listen",
            "[ -a | -o ] [ -t timeout ] fifodir1 regexp1 ... \"\" prog...",
            "listens to fifodirs, runs a program, waits for events that match",
            FtrigListen::run);
    return FtrigOptions.declare(program).options(AND, OR);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 4);
    long deadline = FtrigOptions.deadline(posix, line);
    if (line.refused()) return line.exitCode();
    Block block = new Block(arguments, line.firstOperand());
    int code = check(posix, line, messages, block);
    if (code != 0) return code;
    EventWait wait = new EventWait(posix, block.length() / 2);
    code = subscribe(posix, messages, wait, block.words());
    if (code != 0) return code;
    code = new NextProgram(posix, messages, block.rest()).start();
    if (code != 0) return wait.end(code);
    int failure = wait.await(line.chose(OR, AND), deadline);
    return wait.end(failure < 0 ? FtrigOptions.explain(messages, failure) : 0);
  }

  private static int check(Posix posix, Line line, Messages messages, Block block) {
    int code = block.checkQuotes(posix, messages);
    if (code != 0) return code;
    if (block.isUnterminated()) return unterminated(line, messages, block);
    boolean pairs = block.length() > 0 && block.length() % 2 == 0;
    return pairs && block.rest().length > 0 ? 0 : line.usage();
  }

  /** s6 counts the missing end as a word, and so tells of it only behind half a pair. */
  private static int unterminated(Line line, Messages messages, Block block) {
    if (block.length() % 2 == 0) return line.usage();
    return messages.fatal().text("unterminated fifodir+regex block").exit(ExitCode.USAGE);
  }

  private static int subscribe(Posix posix, Messages messages, EventWait wait, byte[][] pairs) {
    int code = 0;
    for (int i = 0; i + 1 < pairs.length && code == 0; i += 2)
      code = FtrigOptions.subscribe(posix, messages, wait, pairs[i], pairs[i + 1]);
    return code;
  }
}
