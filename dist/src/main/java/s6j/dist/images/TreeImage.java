package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.confine.ConfinePrograms;
import s6j.posix.tea.NativePosix;

/** Where the tree image starts. */
public final class TreeImage {
  private static final Program[] PROGRAMS = ConfinePrograms.ofTree();

  private TreeImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
