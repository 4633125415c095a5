package s6j.portable.file;

import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-rename: another name for a file, in one step. */
public final class Rename {
  private Rename() {}

  public static Program declaration() {
    return new Program("s6-rename", null, "old new", "renames a file", Rename::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    if (arguments.length < 3) return call.usage();
    int error = posix.rename(Posix.CWD, arguments[1], Posix.CWD, arguments[2]);
    if (error >= 0) return 0;
    call.messages.fatal().unableTo("rename ").bytes(arguments[1]);
    return call.messages.text(" to ").bytes(arguments[2]).exit(ExitCode.SYSTEM, error);
  }
}
