package s6j.execline.loop;

import s6j.cli.Line;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Chomping;
import s6j.posix.CString;
import s6j.posix.Posix;

/** forx: a program for each word of a block. */
public final class Forx {
  private Forx() {}

  public static Program declaration() {
    return new Program(
            "forx",
            null,
            "[ -E | -e ] [ -p | -P maxpar ] [ -o okcode,okcode,... | -x breakcode,breakcode,... ]"
                + " var { values... } command...",
            "runs a program for each word of a block",
            Forx::run)
        .options(Chomping.IMPORTS, Chomping.EXPORTS, Loops.PARALLEL, Loops.MOST)
        .options(Loops.FINE, Loops.BREAKING);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    if (!Loops.areRight(line)) return call.usage();
    if (!Call.isName(line.operand(0))) return call.wrong("invalid variable name");
    Blocks blocks = new Blocks(call, line.operands(1));
    byte[][] values = blocks.read();
    if (values == null) return blocks.unterminated("unterminated block");
    if (values.length == 0 || blocks.isAtEnd()) return 0;
    long most = Loops.most(line, values.length);
    Loops loop = new Loops(call, line, line.operand(0), blocks.rest(), most);
    for (byte[] value : values) {
      int code = loop.start(value, CString.length(value));
      if (code != Loops.GO_ON) return code;
    }
    loop.finish();
    return 0;
  }
}
