package s6j.execline.place;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.Posix;

/** cd: another working directory. */
public final class Cd {
  private Cd() {}

  public static Program declaration() {
    return new Program(
        "cd", "execline-cd", "path prog...", "changes the working directory", Cd::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments, "execline-cd");
    if (arguments.length < 3) return call.usage();
    int error = posix.chdir(arguments[1]);
    if (error < 0) return call.unable("chdir to ", arguments[1], error);
    return call.becomes(Words.between(arguments, 2, arguments.length));
  }
}
