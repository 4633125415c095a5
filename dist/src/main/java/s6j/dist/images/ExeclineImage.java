package s6j.dist.images;

import s6j.chain.ChainPrograms;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.execline.ExeclinePrograms;
import s6j.posix.tea.NativePosix;

/**
 * Where the image of execline and of the chainloaders starts: programs that become each other, in
 * one process where they are in one image.
 */
public final class ExeclineImage {
  private static final Program[] PROGRAMS = all();

  private ExeclineImage() {}

  /** The programs of both families. */
  public static Program[] all() {
    Program[] execline = ExeclinePrograms.all();
    return Family.joined(execline, ChainPrograms.all());
  }

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length).fusing();
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
