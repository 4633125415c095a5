package s6j.portable.file;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-linkname: what a link says, or where it leads to. */
public final class Linkname {
  private static final Option OPEN = Option.flag('n', "no newline at the end");
  private static final Option FOLLOWED =
      Option.flag('f', "the absolute path without links, of any file");
  private static final int LONGEST = 4096;

  private Linkname() {}

  public static Program declaration() {
    return new Program(
            "s6-linkname", null, "[ -n ] [ -f ] link", "writes what a link says", Linkname::run)
        .options(OPEN, FOLLOWED);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    Output out = call.output();
    byte[] link = line.operand(0);
    int error = line.has(FOLLOWED) ? canonical(posix, link, out) : content(posix, link, out);
    if (error < 0) return call.unable("resolve ", link, error);
    if (!line.has(OPEN)) out.line();
    return out.finish(call.messages, 0);
  }

  private static int content(Posix posix, byte[] link, Output out) {
    byte[] target = new byte[LONGEST];
    int length = posix.readlink(Posix.CWD, link, target);
    if (length > 0) out.bytes(target, 0, length);
    return length;
  }

  private static int canonical(Posix posix, byte[] file, Output out) {
    CanonicalPath path = new CanonicalPath(posix);
    int answer = path.find(file);
    if (answer >= 0) out.bytes(path.bytes());
    return answer;
  }
}
