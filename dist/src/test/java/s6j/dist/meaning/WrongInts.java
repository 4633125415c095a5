package s6j.dist.meaning;

import s6j.cli.Program;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;

/** A fault in each method that {@link MeaningsTest} is to find, and beside it how it is right. */
final class WrongInts {
  private static final byte[] PATH = {'x', 0};

  private final Posix posix;
  private final byte[] buffer = new byte[8];
  private final int[] status = new int[1];
  private int fd;
  private long place;

  WrongInts(Posix posix) {
    this.posix = posix;
  }

  static Program declaration() {
    return new Program("wrong", null, "", "is wrong", WrongInts::endsWithErrno);
  }

  int nextDescriptor() {
    int opened = posix.open(Posix.CWD, PATH, 0, 0);
    return opened < 0 ? opened : opened + 1;
  }

  int countsErrno(int filled) {
    int got = posix.read(fd, buffer, filled, 1);
    return filled + got;
  }

  int countsWhatIsRead(int filled) {
    int got = posix.read(fd, buffer, filled, 1);
    if (got < 0) return got;
    return filled + got;
  }

  void movesByErrno() {
    place += posix.seek(fd, 0, 1);
  }

  void movesByPlace() {
    long now = posix.seek(fd, 0, 1);
    if (now >= 0) place += now;
  }

  int killsDescriptor() {
    int opened = posix.open(Posix.CWD, PATH, 0, 0);
    return posix.kill(opened, 9);
  }

  void keepsDescriptor() {
    fd = posix.dup(0, 3, true);
  }

  int killsWhatIsKept() {
    return posix.kill(fd, 9);
  }

  int killsGroup() {
    return posix.kill(-posix.getpid(), 9);
  }

  int closesProcess() {
    int pid = posix.fork();
    return posix.fstat(pid, null);
  }

  boolean comparesProcessWithDescriptor(@Descriptor int one) {
    return posix.getpid() == one;
  }

  static int endsWithErrno(Posix posix, Program program, byte[][] arguments) {
    return deep(posix);
  }

  /** Nothing says that this is an exit code, but where it goes. */
  private static int deep(Posix posix) {
    int answer = posix.chdir(PATH);
    if (answer == 0) return 0;
    return answer;
  }

  void exitsWithDescriptor() {
    int opened = posix.open(Posix.CWD, PATH, 0, 0);
    if (opened >= 0) posix.exit(opened);
  }

  int picksStatusApart() {
    return posix.waitpid(-1, status, 0) < 0 ? 0 : status[0] >> 8;
  }

  @ExitStatus
  int passesStatusOn() {
    int dead = posix.waitpid(-1, status, 0);
    return dead < 0 ? 111 : status[0];
  }

  @ExitStatus
  int passesCodeOn() {
    int dead = posix.waitpid(-1, status, 0);
    return dead < 0 ? 111 : WaitStatus.passedOn(status[0]);
  }

  void forgetsAnswer() {
    posix.chdir(PATH);
  }

  void forgetsOwn() {
    chosen();
  }

  private @OrErrno int chosen() {
    return posix.fchdir(fd);
  }
}
