package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.packages.PackagesPrograms;
import s6j.posix.tea.NativePosix;

/** Where the packages image starts. */
public final class PackagesImage {
  private static final Program[] PROGRAMS = PackagesPrograms.all();

  private PackagesImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
