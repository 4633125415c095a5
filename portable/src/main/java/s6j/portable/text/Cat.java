package s6j.portable.text;

import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-cat: standard input to standard output. */
public final class Cat {
  private Cat() {}

  public static Program declaration() {
    return new Program("s6-cat", null, "", "copies its input to its output", Cat::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    int error = new Copying(posix).copy(0, 1);
    return error < 0 ? new ToolCall(posix, program, arguments).unable("fd_cat", error) : 0;
  }
}
