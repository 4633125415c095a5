package s6j.execline.variable;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** unexport: removes a variable. */
public final class Unexport {
  private Unexport() {}

  public static Program declaration() {
    return new Program(
        "unexport", null, "variable prog...", "removes a variable for a program", Unexport::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    if (arguments.length < 3) return call.usage();
    if (CString.indexOf(arguments[1], '=') >= 0)
      return call.wrong("invalid variable name: ", arguments[1]);
    byte[][] command = Words.between(arguments, 2, arguments.length);
    return call.becomes(command[0], command, without(call, arguments[1]));
  }

  /** Of several settings of a variable only the first goes. */
  private static Environment without(Call call, byte[] name) {
    byte[] start = CString.concat(name, new byte[] {'='});
    Words kept = new Words();
    boolean gone = false;
    for (byte[] variable : call.posix.environment()) {
      boolean goes = !gone && CString.startsWith(variable, start);
      if (!goes) kept.add(variable);
      gone |= goes;
    }
    return new Environment(kept.array());
  }
}
