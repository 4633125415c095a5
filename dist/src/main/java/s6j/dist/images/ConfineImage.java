package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.confine.ConfinePrograms;
import s6j.posix.tea.NativePosix;

/** Where the confine image starts. */
public final class ConfineImage {
  private static final Program[] PROGRAMS = ConfinePrograms.ofConfine();

  private ConfineImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
