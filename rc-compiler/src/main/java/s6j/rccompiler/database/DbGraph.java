package s6j.rccompiler.database;

import s6j.cli.ExitCode;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Executable;

/** {@code s6-rc-db graph}: DOT, or by way of the JVM a drawing. */
final class DbGraph {
  private static final byte[] DRAWING = CString.of("s6-rc-db-svg");

  private DbGraph() {}

  /** DOT is printed here; SVG takes a layout, and the JVM. */
  static int run(DbCall call) {
    boolean drawn = false;
    for (int i = 1; i < call.line.operandCount(); i++) {
      drawn = CString.is(call.line.operand(i), "--format=svg");
      if (!drawn && !CString.is(call.line.operand(i), "--format=dot"))
        return call.messages
            .fatal()
            .text("graph takes --format=dot or --format=svg, not ")
            .bytes(call.line.operand(i))
            .exit(ExitCode.USAGE);
    }
    return drawn ? draw(call) : new DotGraph(call.set, call.out).print();
  }

  private static int draw(DbCall call) {
    byte[] program = Executable.companion(call.posix, call.calledAs, DRAWING);
    if (CString.indexOf(program, '/') < 0)
      return call.messages
          .fatal()
          .text("SVG is drawn by the JVM build, which is not installed here (no ")
          .bytes(DRAWING)
          .text("); s6-rc-db graph | dot -Tsvg is another way")
          .exit(ExitCode.SYSTEM);
    byte[][] line = {program, call.set.path()};
    int error = Executable.exec(call.posix, line, new Environment(call.posix));
    return call.messages.fatal().unableTo("exec ").bytes(program).exit(ExitCode.SYSTEM, error);
  }
}
