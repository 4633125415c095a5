package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.rc.RcPrograms;

/** Where the rc image starts. */
public final class RcImage {
  private static final Program[] PROGRAMS = RcPrograms.ofManager();

  private RcImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
