package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.svscan.SvscanPrograms;

/** Where the svscan image starts. */
public final class SvscanImage {
  private static final Program[] PROGRAMS = SvscanPrograms.all();

  private SvscanImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
