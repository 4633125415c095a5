package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.metrics.MetricsPrograms;
import s6j.posix.tea.NativePosix;

/** Where the metrics image starts. */
public final class MetricsImage {
  private static final Program[] PROGRAMS = MetricsPrograms.all();

  private MetricsImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
