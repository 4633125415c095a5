package s6j.portable.overlay;

import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** s6-overlay-stat: who owns a file and who may do what with it, in lines for a shell. */
public final class OverlayStat {
  private static final String[] PERMISSIONS = {
    "ox", "ow", "or", "gx", "gw", "gr", "ux", "uw", "ur", "os", "gs", "us"
  };
  private static final long ID = 0xffffffffL;

  private OverlayStat() {}

  public static Program declaration() {
    return new Program(
        "s6-overlay-stat", null, "path", "tells a file's owner and mode", OverlayStat::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    if (arguments.length < 2) return call.usage();
    FileStat stat = new FileStat();
    int error = posix.stat(Posix.CWD, arguments[1], true, stat);
    if (error < 0) return call.unable("stat ", arguments[1], error);
    AccountNames names = new AccountNames(posix);
    Output out = call.output();
    out.text("uid=").number(stat.uid & ID).text("\nuser=").bytes(names.user(stat.uid));
    out.text("\ngid=").number(stat.gid & ID).text("\ngroup=").bytes(names.group(stat.gid));
    out.text("\nperms=");
    for (int bit = 0; bit < PERMISSIONS.length; bit++)
      if ((stat.mode >> bit & 1) != 0) out.text(PERMISSIONS[bit]);
    // Nothing is said of what nobody can read, as in the reference: scripts look at the lines.
    out.line().flush();
    return 0;
  }
}
