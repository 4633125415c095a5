package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.ipc.IpcPrograms;
import s6j.posix.tea.NativePosix;
import s6j.rc.RcPrograms;
import s6j.rc.change.OneshotRun;

/**
 * Where the ipc image starts: programs that become each other, in one process where they are in one
 * image. So a oneshot costs a copy of a process, and the start of its script.
 */
public final class IpcImage {
  private static final Program[] PROGRAMS = all();

  private IpcImage() {}

  /** The programs of ipc, and what the oneshot runner adds to their chain. */
  public static Program[] all() {
    Program[] ipc = IpcPrograms.all(OneshotRun::foresee);
    return Family.joined(ipc, RcPrograms.ofRunner());
  }

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length).fusing();
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
