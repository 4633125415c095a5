package s6j.portable.process;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** s6-dumpenv: the environment as a directory of files. */
public final class Dumpenv {
  private static final Option NEWLINES = Option.flag('N', "a newline behind each value");
  private static final Option PLAIN = Option.flag('n', "the values alone (default)");
  private static final Option MODE =
      Option.value('m', "mode", "the mode of the directory if it is made, in base 8")
          .octal()
          .number();

  private static final int DIRECTORY = 0755;
  private static final int FILE = 0666;
  private static final int FLAGS =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;
  private static final byte[] UNFINISHED = CString.of("=.tmp");
  private static final byte[] NEWLINE = {'\n'};

  private final ToolCall call;
  private final Posix posix;
  private final boolean hasNewlines;

  private Dumpenv(ToolCall call, Line line) {
    this.call = call;
    posix = call.posix;
    hasNewlines = line.chose(NEWLINES, PLAIN);
  }

  public static Program declaration() {
    return new Program(
            "s6-dumpenv",
            null,
            "[ -N | -n ] [ -m mode ] envdir",
            "writes the environment into a directory",
            Dumpenv::run)
        .options(NEWLINES, PLAIN, MODE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    byte[] directory = line.operand(0);
    Dumpenv dump = new Dumpenv(call, line);
    int code = dump.makeDirectory(directory, (int) line.number(MODE, DIRECTORY));
    if (code != 0) return code;
    for (byte[] variable : posix.environment()) {
      if (variable == null) return 0;
      code = dump.write(directory, variable);
      if (code != 0) return code;
    }
    return 0;
  }

  private int makeDirectory(byte[] directory, int mode) {
    int answer = posix.mkdir(Posix.CWD, directory, mode);
    if (answer >= 0) return 0;
    if (answer != -Errno.EEXIST) return call.unable("mkdir ", directory, answer);
    FileStat stat = new FileStat();
    answer = posix.stat(Posix.CWD, directory, true, stat);
    if (answer < 0) return call.unable("stat ", directory, answer);
    return stat.isDirectory() ? 0 : call.unable("mkdir ", directory, -Errno.ENOTDIR);
  }

  private int write(byte[] directory, byte[] variable) {
    int end = CString.indexOf(variable, '=');
    if (end < 0) {
      call.messages.warning().text("passing over what is no variable: ").bytes(variable).end();
      return 0;
    }
    byte[] file = CString.path(directory, CString.slice(variable, 0, end));
    byte[] unfinished = CString.concat(file, UNFINISHED);
    int error = fill(unfinished, variable, end + 1);
    if (error >= 0) error = posix.rename(Posix.CWD, unfinished, Posix.CWD, file);
    if (error >= 0) return 0;
    posix.unlink(Posix.CWD, unfinished);
    return call.unable("open ", file, error);
  }

  private int fill(byte[] file, byte[] variable, int from) {
    int fd = posix.open(Posix.CWD, file, FLAGS, FILE);
    if (fd < 0) return fd;
    int answer = writeAll(fd, variable, from, CString.length(variable));
    if (answer >= 0 && hasNewlines) answer = writeAll(fd, NEWLINE, 0, 1);
    int closed = posix.close(fd);
    return answer < 0 ? answer : closed;
  }

  private int writeAll(int fd, byte[] bytes, int from, int to) {
    for (int done = from; done < to; ) {
      int count = posix.write(fd, bytes, done, to - done);
      if (count < 0) return count;
      done += count;
    }
    return 0;
  }
}
