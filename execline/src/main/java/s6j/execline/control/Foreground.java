package s6j.execline.control;

import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.execline.call.Words;
import s6j.posix.Posix;

/** foreground: a child, then what follows. */
public final class Foreground {
  private Foreground() {}

  public static Program declaration() {
    return new Program(
        "foreground",
        null,
        "{ command... } prog...",
        "runs a block to its end, then what follows",
        Foreground::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Blocks blocks = new Blocks(call, Words.between(arguments, 1, arguments.length));
    byte[][] block = blocks.read();
    if (block == null) return blocks.unterminated("unterminated block");
    return new Children(call).inSequence(block, blocks.rest());
  }
}
