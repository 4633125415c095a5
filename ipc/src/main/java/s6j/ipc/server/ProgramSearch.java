package s6j.ipc.server;

import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * Starts one program again and again, looked up on PATH each time as execvp does (spec 0.1), with
 * the candidates' names made once: for daemons, which allocate nothing.
 */
final class ProgramSearch {
  private final Posix posix;
  private final byte[][] candidates;
  private int count;

  ProgramSearch(Posix posix, byte[] name) {
    this.posix = posix;
    candidates = Executable.places(posix, name);
    while (count < candidates.length && candidates[count] != null) count++;
  }

  /** Starts what {@code spawn} says, whose file it fills in: the pid, or the negated errno. */
  int spawn(Spawn spawn) {
    int error = -Errno.ENOENT;
    for (int i = 0; i < count; i++) {
      if (count > 1 && posix.access(Posix.CWD, candidates[i], Posix.F_OK) == -Errno.ENOENT)
        continue;
      spawn.file = candidates[i];
      int answer = posix.spawn(spawn);
      if (!goesOn(answer)) return answer;
      if (answer != -Errno.ENOENT) error = answer;
    }
    return error;
  }

  private static boolean goesOn(int answer) {
    return switch (-answer) {
      case Errno.ENOENT, Errno.EACCES, Errno.EPERM, Errno.EISDIR, Errno.ENOTDIR -> true;
      default -> false;
    };
  }
}
