package s6j.dist;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** Where every program starts on the JVM. The first argument is the name it is called by. */
public final class JvmMain {
  private JvmMain() {}

  public static void main(String[] args) {
    Posix posix = new JnrPosix();
    byte[][] arguments = JnrPosix.launched(args.length);
    posix.exit(Family.run(posix, family(arguments), arguments));
  }

  /** The family that has the program, or an empty one. */
  static Program[] family(byte[][] arguments) {
    if (arguments.length == 0) return new Program[0];
    byte[] name = CString.baseName(arguments[0]);
    for (Image image : Image.ALL) {
      Program[] programs = image.programs().get();
      if (Family.find(programs, name) != null) return programs;
    }
    return new Program[0];
  }
}
