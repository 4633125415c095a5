package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.supervise.SupervisePrograms;

/** Where the supervise image starts. */
public final class SuperviseImage {
  private static final Program[] PROGRAMS = SupervisePrograms.all();

  private SuperviseImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
