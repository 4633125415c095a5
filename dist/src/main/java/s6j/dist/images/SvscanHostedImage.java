package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.supervise.HostedSupervisors;
import s6j.svscan.SvscanPrograms;

/** Where the image starts that svscan becomes to have the supervisors in its process. */
public final class SvscanHostedImage {
  private static final Program[] PROGRAMS = programs();

  private SvscanHostedImage() {}

  /** The programs of svscan, which need no other image for that. */
  public static Program[] programs() {
    return SvscanPrograms.hosting(HostedSupervisors::new);
  }

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
