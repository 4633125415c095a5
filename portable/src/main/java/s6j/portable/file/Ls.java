package s6j.portable.file;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** s6-ls: the names in a directory. */
public final class Ls {
  private static final Option NULS = Option.flag('0', "a NUL behind each name, not a newline");
  private static final Option DOTTED = Option.flag('a', "names with a dot in front too");
  private static final Option ALL = Option.flag('A', "the same, . and .. among them");
  private static final Option EXCLUDED = Option.value('x', "exclude", "leave out this name");

  private static final int RECORDS = 32768;
  private static final int FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final byte[] SELF = CString.of(".");
  private static final byte[] PARENT = CString.of("..");

  private final Output out;
  private final byte @Nullable [] excluded;
  private final byte[] end;

  private Ls(ToolCall call, Line line) {
    out = call.output();
    excluded = line.bytes(EXCLUDED, null);
    end = new byte[] {(byte) (line.has(NULS) ? 0 : '\n')};
  }

  public static Program declaration() {
    return new Program(
            "s6-ls",
            null,
            "[ -0 ] [ -a | -A ] [ -x exclude ] dir",
            "writes the names in a directory",
            Ls::run)
        .options(NULS, DOTTED, ALL, EXCLUDED);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    int fd = posix.open(Posix.CWD, line.operand(0), FLAGS, 0);
    if (fd < 0) return call.unable("open directory ", line.operand(0), fd);
    Ls ls = new Ls(call, line);
    int error = ls.list(new DirectoryReader(posix, RECORDS).start(fd), line.last(DOTTED, ALL));
    posix.close(fd);
    if (error == 0) return ls.out.finish(call.messages, 0);
    ls.out.finish(call.messages, ExitCode.SYSTEM);
    return call.unable("read directory ", line.operand(0), error);
  }

  private int list(DirectoryReader names, @Nullable Option hidden) {
    if (hidden == ALL) add(SELF);
    if (hidden == ALL) add(PARENT);
    while (names.next()) if (hidden != null || names.name()[0] != '.') add(names.name());
    return names.error();
  }

  private void add(byte[] name) {
    if (excluded != null && CString.equal(excluded, name)) return;
    out.bytes(name).bytes(end, 0, 1);
  }
}
