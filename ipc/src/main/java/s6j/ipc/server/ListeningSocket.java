package s6j.ipc.server;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.talk.Announcement;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** The socket a server finds on its standard input, and where it tells that it is ready. */
public final class ListeningSocket {
  public static final int FD = 0;
  private static final int NOTIFICATION = 1;

  private final Posix posix;
  private final Messages messages;
  private final boolean notifies;

  public ListeningSocket(Posix posix, Messages messages, boolean notifies) {
    this.posix = posix;
    this.messages = messages;
    this.notifies = notifies;
  }

  /** 0 if the descriptors are what they have to be, or the exit code. */
  public int check() {
    FileStat stat = new FileStat();
    int error = posix.fstat(FD, stat);
    if (error < 0) return messages.fatal().unableTo("fstat stdin").exit(ExitCode.SYSTEM, error);
    if (!stat.isSocket())
      return messages.fatal().text("stdin is not a socket").exit(ExitCode.USAGE);
    error = posix.setCloseOnExec(FD, true);
    if (error < 0)
      return messages.fatal().unableTo("make socket close-on-exec").exit(ExitCode.SYSTEM, error);
    error = posix.descriptorFlags(NOTIFICATION);
    if (notifies && error < 0)
      return messages
          .fatal()
          .text("called with option -1 but stdout said")
          .exit(ExitCode.USAGE, error);
    if (!notifies && error >= 0) posix.close(NOTIFICATION);
    return 0;
  }

  /** Tells that the server is ready, if that was asked for. */
  public void announce() {
    if (notifies) Announcement.tell(posix, NOTIFICATION);
  }
}
