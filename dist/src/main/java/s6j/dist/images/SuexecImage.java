package s6j.dist.images;

import s6j.cli.Program;
import s6j.portable.PortablePrograms;
import s6j.posix.tea.NativePosix;

/**
 * Where the suexec image starts, which may be set-uid root. It is one program, whatever name it is
 * called by.
 */
public final class SuexecImage {
  private static final Program PROGRAM = PortablePrograms.privileged()[0];

  private SuexecImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(PROGRAM.main.run(posix, PROGRAM, posix.arguments()));
  }
}
