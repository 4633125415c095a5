package s6j.execline.place;

import s6j.cli.Line;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Chomping;
import s6j.posix.CString;
import s6j.posix.Posix;

/** getcwd: the working directory in a variable. */
public final class Getcwd {
  private static final int LONGEST = 65536;

  private Getcwd() {}

  public static Program declaration() {
    return new Program(
            "getcwd",
            null,
            "[ -E | -e ] variable prog...",
            "sets a variable to the working directory",
            Getcwd::run)
        .options(Chomping.IMPORTS, Chomping.EXPORTS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    if (!Call.isName(line.operand(0))) return call.wrong("invalid variable name");
    byte[] buffer = new byte[LONGEST];
    int length = posix.getcwd(buffer);
    if (length < 0) return call.unable("getcwd", length);
    byte[] here = CString.slice(buffer, 0, length);
    boolean imports = line.chose(Chomping.IMPORTS, Chomping.EXPORTS);
    return call.becomesWith(line.operand(0), here, line.operands(1), imports);
  }
}
