package s6j.machine.place;

import s6j.cli.Messages;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Standard output and standard error on the console, or on nothing where there is none. */
public final class ConsoleOutput {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int NONE = -1;

  private final Posix posix;
  private int oldOutput = NONE;
  private int oldError = NONE;

  public ConsoleOutput(Posix posix) {
    this.posix = posix;
  }

  /** Opens both; that it cannot is told where standard error was. */
  public void open(Messages messages) {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_NOCTTY | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, InitPaths.CONSOLE, flags, 0);
    if (fd < 0) fd = posix.open(Posix.CWD, InitPaths.NOTHING, flags, 0);
    if (fd < 0) {
      messages.warning().unableTo("open /dev/console for writing").end(fd);
      return;
    }
    oldOutput = posix.dup(STDOUT, STDERR + 1, true);
    oldError = posix.dup(STDERR, STDERR + 1, true);
    posix.dup2(fd, STDOUT);
    posix.dup2(fd, STDERR);
    posix.close(fd);
  }

  /** Puts back what was there. */
  public void undo() {
    if (oldOutput >= 0) posix.dup2(oldOutput, STDOUT);
    if (oldError >= 0) posix.dup2(oldError, STDERR);
    forget();
  }

  /** What was there is not wanted any more. */
  public void forget() {
    if (oldOutput >= 0) posix.close(oldOutput);
    if (oldError >= 0) posix.close(oldError);
    oldOutput = NONE;
    oldError = NONE;
  }
}
