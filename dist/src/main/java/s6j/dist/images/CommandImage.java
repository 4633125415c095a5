package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.command.CommandPrograms;
import s6j.posix.tea.NativePosix;

/** Where the command image starts. */
public final class CommandImage {
  private static final Program[] PROGRAMS = CommandPrograms.all();

  private CommandImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
