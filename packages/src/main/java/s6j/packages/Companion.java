package s6j.packages;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** Runs another program of this suite and waits for it. */
final class Companion {
  private final Posix posix;
  private final byte[] calledAs;
  private final int[] status = new int[1];

  Companion(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
  }

  /** The path of a program of this suite. */
  byte[] path(String program) {
    return Executable.companion(posix, calledAs, CString.of(program));
  }

  /**
   * Runs {@code words[0]}: its exit code, 128 + signal if it was killed, or the negated errno if it
   * could not be started.
   */
  int run(byte[][] words) {
    Spawn spawn = new Spawn();
    spawn.arguments = words;
    spawn.file = Executable.companion(posix, calledAs, words[0]);
    int pid = posix.spawn(spawn);
    if (pid < 0) return pid;
    int waited = posix.waitpid(pid, status, 0);
    while (waited == -Errno.EINTR) waited = posix.waitpid(pid, status, 0);
    if (waited < 0) return waited;
    return WaitStatus.signaled(status[0])
        ? 128 + WaitStatus.signal(status[0])
        : WaitStatus.exitCode(status[0]);
  }
}
