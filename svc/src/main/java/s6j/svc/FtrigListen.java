package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-ftrig-listen: listens to fifodirs, runs a program, waits for events that match. */
public final class FtrigListen {
  private FtrigListen() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-ftrig-listen",
            "ftrig-listen",
            "[ -a | -o ] [ -t timeout ] fifodir1 regexp1 ... \"\" prog...",
            "listens to fifodirs, runs a program, waits for events that match",
            FtrigListen::run);
    return FtrigOptions.declare(program)
        .flag('a', "and", "wait for a match in every fifodir (default)")
        .flag('o', "or", "wait for a match in one of the fifodirs");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    FtrigOptions options = new FtrigOptions(program, messages);
    int code = options.parse(arguments);
    if (code != 0) return code;
    if (arguments.length - options.firstOperand < 4) return messages.usage(program);
    code = options.checkTimeout();
    if (code != 0) return code;
    Block block = new Block(arguments, options.firstOperand);
    code = check(posix, program, messages, block);
    if (code != 0) return code;
    long deadline = Timeout.deadline(posix, options.timeoutMillis);
    EventWait wait = new EventWait(posix, block.length() / 2);
    code = subscribe(posix, messages, wait, block.words());
    if (code != 0) return code;
    code = new NextProgram(posix, messages, block.rest()).start();
    if (code != 0) return wait.end(code);
    int failure = wait.await(options.any, deadline);
    return wait.end(failure < 0 ? FtrigOptions.explain(messages, failure) : 0);
  }

  private static int check(Posix posix, Program program, Messages messages, Block block) {
    int code = block.checkQuotes(posix, messages);
    if (code != 0) return code;
    if (block.isUnterminated()) return unterminated(program, messages, block);
    boolean pairs = block.length() > 0 && block.length() % 2 == 0;
    return pairs && block.rest().length > 0 ? 0 : messages.usage(program);
  }

  /** s6 counts the missing end as a word, and so tells of it only behind half a pair. */
  private static int unterminated(Program program, Messages messages, Block block) {
    if (block.length() % 2 == 0) return messages.usage(program);
    return messages.fatal().text("unterminated fifodir+regex block").exit(100);
  }

  private static int subscribe(Posix posix, Messages messages, EventWait wait, byte[][] pairs) {
    int code = 0;
    for (int i = 0; i + 1 < pairs.length && code == 0; i += 2)
      code = FtrigOptions.subscribe(posix, messages, wait, pairs[i], pairs[i + 1]);
    return code;
  }
}
