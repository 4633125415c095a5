package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.tea.NativePosix;
import s6j.rccompiler.RcCompilerPrograms;

/** Where the rc-compiler image starts. */
public final class RcCompilerImage {
  private static final Program[] PROGRAMS = RcCompilerPrograms.all();

  private RcCompilerImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
