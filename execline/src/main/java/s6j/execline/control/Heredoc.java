package s6j.execline.control;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** heredoc: a string to be read from a descriptor. */
public final class Heredoc {
  private static final Option DETACHED =
      Option.flag('d', "write from a grandchild, which nobody here has to wait for");

  private Heredoc() {}

  public static Program declaration() {
    return new Program(
            "heredoc",
            null,
            "[ -d ] fd string command...",
            "lets a program read a string from a descriptor",
            Heredoc::run)
        .options(DETACHED);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(3);
    if (line.refused()) return line.exitCode();
    long fd = Decimal.parse(line.operand(0));
    if (fd < 0) return call.usage();
    int[] ends = new int[2];
    int error = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (error < 0) return call.unable("pipe", error);
    error = write(call, ends, line.operand(1), line.has(DETACHED));
    if (error < 0) return call.unable(line.has(DETACHED) ? "doublefork" : "fork", error);
    posix.close(ends[1]);
    int to = (int) fd;
    error = ends[0] == to ? posix.setCloseOnExec(to, false) : posix.dup2(ends[0], to);
    if (error < 0) return call.unable("read on fd ", line.operand(0), error);
    if (ends[0] != to) posix.close(ends[0]);
    return call.becomes(line.operands(2));
  }

  /** Where a process cannot be copied, on the JVM, dollarat writes the string. */
  private static int write(Call call, int[] ends, byte[] string, boolean detached) {
    Posix posix = call.posix;
    int pid = posix.fork();
    if (pid == -Errno.ENOSYS) return writeByProgram(call, ends[1], string);
    if (pid > 0 && detached) new Children(call).await(pid);
    if (pid != 0) return pid;
    if (detached && posix.fork() != 0) posix.exit(0);
    posix.close(ends[0]);
    Messages messages = new Messages(posix, CString.of("heredoc (child)"));
    int error = Bytes.writeAll(posix, ends[1], string);
    posix.exit(error < 0 ? messages.fatal().unableTo("allwrite").exit(ExitCode.SYSTEM, error) : 0);
    return 0;
  }

  private static int writeByProgram(Call call, int end, byte[] string) {
    Children children = new Children(call);
    byte[][] words = new Words().add("dollarat").add("-n").array();
    Spawn plan = children.plan(words).move(end, 1);
    Environment variables = new Environment(call.posix);
    variables.set("#", CString.of("1"));
    variables.set("1", string);
    plan.environment = variables.variables();
    return children.start(plan);
  }
}
