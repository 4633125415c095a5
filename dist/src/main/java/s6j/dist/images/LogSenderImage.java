package s6j.dist.images;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.log.LogTools;
import s6j.posix.tea.NativePosix;

/** Where the log-sender image starts. */
public final class LogSenderImage {
  private static final Program[] PROGRAMS = LogTools.senders();

  private LogSenderImage() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(Family.run(posix, PROGRAMS, posix.arguments()));
  }
}
