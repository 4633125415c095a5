package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.portable.PortablePrograms;
import s6j.posix.tea.NativePosix;

/** Where the portable image starts. */
public final class PortableImage {
  private static final Program[] PROGRAMS = PortablePrograms.all();

  private PortableImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
