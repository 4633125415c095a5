package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.watch.WatchPrograms;

/** Where the watch image starts. */
public final class WatchImage {
  private static final Program[] PROGRAMS = WatchPrograms.all();

  private WatchImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
