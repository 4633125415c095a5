package s6j.execline.variable;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.Posix;

/** export: sets a variable. */
public final class Export {
  private Export() {}

  public static Program declaration() {
    return new Program(
        "export", null, "variable value prog...", "sets a variable for a program", Export::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    if (arguments.length < 4) return call.usage();
    if (CString.indexOf(arguments[1], '=') >= 0)
      return call.wrong("invalid variable name: ", arguments[1]);
    call.environment.set(arguments[1], arguments[2]);
    return call.becomes(Words.between(arguments, 3, arguments.length));
  }
}
