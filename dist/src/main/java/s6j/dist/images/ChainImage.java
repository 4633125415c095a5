package s6j.dist.images;

import s6j.chain.ChainPrograms;
import s6j.cli.Family;
import s6j.posix.tea.NativePosix;

/** Where the chain image starts. */
public final class ChainImage {
  private ChainImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, ChainPrograms.all(), posix.arguments()));
  }
}
