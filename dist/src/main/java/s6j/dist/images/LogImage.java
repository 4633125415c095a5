package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.log.LogPrograms;
import s6j.posix.tea.NativePosix;

/** Where the log image starts. */
public final class LogImage {
  private static final Program[] PROGRAMS = LogPrograms.all();

  private LogImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
