package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.timer.TimerPrograms;

/** Where the timer image starts. */
public final class TimerImage {
  private static final Program[] PROGRAMS = TimerPrograms.all();

  private TimerImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
