package s6j.execline.variable;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.formats.ByteSink;
import s6j.formats.files.Assignments;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** envfile: variables from a file. */
public final class Envfile {
  private static final int SYNTAX = 1;
  private static final Option MANDATORY = Option.flag('i', "a missing file is an error (default)");
  private static final Option OPTIONAL = Option.flag('I', "a missing file is like an empty one");

  private Envfile() {}

  public static Program declaration() {
    return new Program(
            "envfile", null, "[ -i | -I ] file prog...", "sets variables from a file", Envfile::run)
        .options(MANDATORY, OPTIONAL);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    boolean isInput = CString.is(line.operand(0), "-");
    byte[] name = isInput ? CString.of("standard input") : line.operand(0);
    int fd = isInput ? 0 : posix.open(Posix.CWD, name, OpenFlags.O_RDONLY, 0);
    boolean mayLack = line.chose(OPTIONAL, MANDATORY) && fd == -Errno.ENOENT;
    if (fd < 0 && !mayLack) return call.unable("open ", name, fd);
    if (fd >= 0) {
      ByteSink text = new ByteSink(4096);
      int error = Bytes.readAll(posix, fd, text);
      if (error < 0) return call.unable("read from ", name, error);
      posix.close(fd);
      Assignments assignments = new Assignments(text.copy());
      if (!assignments.read()) return refuse(call, name, assignments.line());
      assignments.setIn(call.environment);
    }
    return call.becomes(line.operands(1));
  }

  private static int refuse(Call call, byte[] name, int line) {
    return call.messages
        .fatal()
        .text("in ")
        .bytes(name)
        .text(": syntax error line ")
        .number(line)
        .exit(SYNTAX);
  }
}
