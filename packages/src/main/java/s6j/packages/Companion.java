package s6j.packages;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Installation;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;

/** Runs another program of this suite, waits for it, and keeps what it complains of. */
final class Companion {
  private final Posix posix;
  private final byte[] calledAs;
  private final int[] status = new int[1];
  private byte[] complaint = new byte[0];

  Companion(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
  }

  /** The path of a program of this suite, or where it should be if it is missing. */
  byte[] path(String program) {
    return new Installation(posix, calledAs).place(CString.of(program));
  }

  /**
   * Runs {@code words[0]}: its exit code, 128 + signal if it was killed, or the negated errno if it
   * could not be started.
   */
  @ExitStatus
  @OrErrno
  int run(byte[][] words) {
    int[] ends = new int[2];
    complaint = new byte[0];
    int error = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (error < 0) return error;
    Spawn spawn = new Spawn().move(ends[1], 2);
    spawn.arguments = words;
    spawn.file = Executable.companion(posix, calledAs, words[0]);
    int pid = posix.spawn(spawn);
    posix.close(ends[1]);
    if (pid > 0) complaint = lastLine(ends[0]);
    posix.close(ends[0]);
    return pid < 0 ? pid : collect(pid);
  }

  /** Why the program that was run last failed, without its name; empty if it did not say. */
  byte[] complaint() {
    return complaint;
  }

  private @ExitStatus @OrErrno int collect(int pid) {
    int waited = posix.waitpid(pid, status, 0);
    while (waited == -Errno.EINTR) waited = posix.waitpid(pid, status, 0);
    if (waited < 0) return waited;
    return WaitStatus.shellCode(status[0]);
  }

  /** The last line of what is read to the end; all but the last bytes of much is dropped. */
  private byte[] lastLine(int fd) {
    byte[] buffer = new byte[4096];
    int filled = 0;
    while (true) {
      if (filled == buffer.length) filled = keepHalf(buffer);
      int got = posix.read(fd, buffer, filled, buffer.length - filled);
      if (got == -Errno.EINTR) continue;
      if (got <= 0) break;
      filled += got;
    }
    while (filled > 0 && buffer[filled - 1] == '\n') filled--;
    return reason(CString.slice(buffer, 0, filled));
  }

  private static int keepHalf(byte[] buffer) {
    int half = buffer.length / 2;
    System.arraycopy(buffer, half, buffer, 0, buffer.length - half);
    return buffer.length - half;
  }

  /** What stands behind {@code PROGRAM: fatal: } in the last line. */
  private static byte[] reason(byte[] text) {
    byte[] line = CString.slice(text, CString.lastIndexOf(text, '\n') + 1, text.length);
    int colon = CString.indexOf(line, ':');
    if (colon < 0 || colon + 2 >= line.length) return line;
    byte[] rest = CString.slice(line, colon + 2, line.length);
    boolean kind =
        CString.startsWith(rest, CString.of("fatal: "))
            || CString.startsWith(rest, CString.of("warning: "));
    return kind ? CString.slice(rest, CString.indexOf(rest, ':') + 2, rest.length) : line;
  }
}
