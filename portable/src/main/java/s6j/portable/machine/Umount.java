package s6j.portable.machine;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.MountTable;
import s6j.portable.call.ToolCall;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-umount: file systems out of their places. */
public final class Umount {
  private static final Option ALL = Option.flag('a', "all", "unmount all, the last mounted first");
  private static final byte[] MOUNTS = CString.of("/proc/mounts");

  private Umount() {}

  public static Program declaration() {
    return new Program(
            "s6-umount", null, "[ -a ] [ mountpoint ]", "unmounts file systems", Umount::run)
        .options(ALL);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    if (line.has(ALL)) return unmountAll(call);
    if (line.operandCount() == 0) return line.usage();
    int error = posix.unmount(line.operand(0));
    return error < 0 ? call.unable("unmount ", line.operand(0), error) : 0;
  }

  /** The table is judged as a whole first. */
  private static int unmountAll(ToolCall call) {
    MountTable table = new MountTable(call.posix);
    int error = table.read(MOUNTS);
    if (error < 0) return unreadable(call, error);
    while (table.next())
      if (!table.isOfKernel())
        return call.messages.fatal().text("bad /proc/mounts format").exit(ExitCode.SYSTEM);
    int failures = 0;
    table.goToEnd();
    while (table.previous()) {
      byte[] directory = table.field(1);
      error = call.posix.unmount(directory);
      if (error >= 0) continue;
      failures++;
      call.messages.warning().unableTo("umount ").bytes(directory).end(error);
    }
    return ToolCall.failures(failures);
  }

  private static int unreadable(ToolCall call, int error) {
    boolean isThere = call.posix.access(Posix.CWD, MOUNTS, Posix.R_OK) >= 0;
    return call.unable(isThere ? "read " : "open ", MOUNTS, error);
  }
}
