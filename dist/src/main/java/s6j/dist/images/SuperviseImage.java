package s6j.dist.images;

import s6j.cli.Family;
import s6j.posix.tea.NativePosix;
import s6j.supervise.SupervisePrograms;

/** Where the supervise image starts. */
public final class SuperviseImage {
  private SuperviseImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, SupervisePrograms.all(), posix.arguments()));
  }
}
