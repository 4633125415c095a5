package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.svc.SvcPrograms;

/** Where the svc image starts. */
public final class SvcImage {
  private static final Program[] PROGRAMS = SvcPrograms.all();

  private SvcImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
