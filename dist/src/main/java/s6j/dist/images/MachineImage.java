package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.machine.MachinePrograms;
import s6j.posix.tea.NativePosix;

/** Where the machine image starts. */
public final class MachineImage {
  private static final Program[] PROGRAMS = MachinePrograms.ofMachine();

  private MachineImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
