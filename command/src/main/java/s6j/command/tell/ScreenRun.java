package s6j.command.tell;

import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * Has screens composed by {@code s6 top --once}, a process for each. Memory is never given back
 * (docs/decisions/0002), so that what goes on for days must take next to none itself.
 */
final class ScreenRun {
  private static final int MOST = 256 * 1024;
  private static final byte[] COLUMNS = CString.of("--columns=");
  private static final byte[] ROWS = CString.of("--rows=");
  private static final byte[] CHOSEN = CString.of("--chosen=");

  private final Posix posix;
  private final Spawn spawn = new Spawn();
  private final int[] ends = new int[2];
  private final int[] status = new int[1];
  private final byte[] text = new byte[MOST];

  /** Where the words begin that are others each time. */
  private final int changing;

  private int length;

  ScreenRun(CommandCall call) {
    posix = call.posix;
    CompanionRun run =
        new CompanionRun(call, "s6").word("-s").word(call.settings.scandir).live().word("top");
    run.word("--once").word(COLUMNS).word(ROWS).word(CHOSEN);
    spawn.arguments = run.toArray();
    changing = spawn.arguments.length - 3;
    spawn.file = spawn.arguments[0];
    spawn.environment = call.environment.variables();
  }

  /** The exit code of the process that composed it, or the negated errno. */
  @OrErrno
  int compose(int columns, int rows, int chosen) {
    spawn.arguments[changing] = CString.concat(COLUMNS, Decimal.string(columns));
    spawn.arguments[changing + 1] = CString.concat(ROWS, Decimal.string(rows));
    spawn.arguments[changing + 2] = CString.concat(CHOSEN, Decimal.string(chosen));
    length = 0;
    int answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return answer;
    spawn.moves = 0;
    int pid = posix.spawn(spawn.move(ends[1], 1));
    posix.close(ends[1]);
    if (pid >= 0) read(ends[0]);
    posix.close(ends[0]);
    if (pid < 0) return pid;
    answer = posix.waitpid(pid, status, 0);
    while (answer == -Errno.EINTR) answer = posix.waitpid(pid, status, 0);
    return answer < 0 ? answer : WaitStatus.shellCode(status[0]);
  }

  private void read(@Descriptor int fd) {
    int got = 1;
    while ((got > 0 || got == -Errno.EINTR) && length < MOST) {
      got = posix.read(fd, text, length, MOST - length);
      if (got > 0) length += got;
    }
  }

  byte[] text() {
    return text;
  }

  int length() {
    return length;
  }
}
