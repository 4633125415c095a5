package s6j.portable.tree;

import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-rmrf: files and directories away, with all that is in them. */
public final class Rmrf {
  private Rmrf() {}

  public static Program declaration() {
    return new Program(
        "s6-rmrf", null, "file ...", "removes files and whole directories", Rmrf::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    if (arguments.length < 2) return call.usage();
    for (int i = 1; i < arguments.length; i++) {
      int error = new Removal(posix).remove(arguments[i]);
      if (error < 0) return call.unable("remove ", arguments[i], error);
    }
    return 0;
  }
}
