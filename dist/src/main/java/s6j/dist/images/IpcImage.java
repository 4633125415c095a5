package s6j.dist.images;

import s6j.cli.Family;
import s6j.ipc.IpcPrograms;
import s6j.posix.tea.NativePosix;

/** Where the ipc image starts. */
public final class IpcImage {
  private IpcImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, IpcPrograms.all(), posix.arguments()));
  }
}
