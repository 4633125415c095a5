package s6j.formats.talk;

import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;

/** The newline by which a program tells that it is ready; whether anybody reads it is not asked. */
public final class Announcement {
  private static final byte[] NEWLINE = {'\n'};

  private Announcement() {}

  /** Tells it, and closes the descriptor. */
  public static void tell(Posix posix, @Descriptor int fd) {
    posix.write(fd, NEWLINE, 0, 1);
    posix.close(fd);
  }
}
