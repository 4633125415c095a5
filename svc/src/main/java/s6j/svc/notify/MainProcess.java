package s6j.svc.notify;

import s6j.formats.ServiceDirectory;
import s6j.formats.files.KnobReader;
import s6j.formats.files.ProcessStat;
import s6j.formats.files.SmallFile;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;

/**
 * The main process of a daemon, which may name another one of its own: s6-tree, the parent of the
 * daemon, is told by supervise/main, and goes on with that one. Allocates nothing once made.
 */
final class MainProcess {
  private static final int LONGEST_LINE = 12;
  private static final byte[] NOBODY = {'0', '\n'};

  private final Posix posix;
  private final ProcessStat stat;
  private final byte[] line = new byte[LONGEST_LINE];

  /** The process of the supervisor's child, s6-tree; 0 if that is the daemon. */
  private final @Pid int tree;

  private @Pid int pid;
  private @Descriptor int process = NotifyHelper.NONE;

  MainProcess(Posix posix, @Pid int pid, @Pid int tree) {
    this.posix = posix;
    this.pid = pid;
    this.tree = tree;
    stat = new ProcessStat(posix);
  }

  /** The s6-tree that has started this process; 0 if none has. */
  static @Pid int treeAbove(Posix posix) {
    long tree = new KnobReader(posix).number(Posix.CWD, ServiceDirectory.TREE);
    return tree > 1 && tree == posix.getppid() ? (int) tree : 0;
  }

  /** Lets s6-tree know, before there is a daemon, that one may be named. */
  static @OrErrno int announce(Posix posix) {
    return SmallFile.write(posix, Posix.CWD, ServiceDirectory.MAIN, NOBODY, NOBODY.length, 0644);
  }

  /** Whether the number is another one than was said before. */
  boolean isNew(long named) {
    return named > 1 && named <= Integer.MAX_VALUE && named != pid;
  }

  /**
   * From now on this is the main process: a descriptor that stands for it, good until the next, or
   * the negated errno; {@code -EPERM} if it does not come of s6-tree.
   */
  @Descriptor
  @OrErrno
  int follow(@Pid int named) {
    pid = named;
    int next = posix.openProcess(named);
    if (next < 0) return next;
    int answer = isOfTree(named) ? write(named) : -Errno.EPERM;
    if (answer < 0) {
      posix.close(next);
      return answer;
    }
    close();
    process = next;
    return next;
  }

  /** Nobody is named any more. */
  void end() {
    close();
    if (tree > 1) posix.unlink(Posix.CWD, ServiceDirectory.MAIN);
  }

  private void close() {
    if (process >= 0) posix.close(process);
    process = NotifyHelper.NONE;
  }

  private boolean isOfTree(@Pid int named) {
    return tree > 1 && stat.descends(named, tree);
  }

  private @OrErrno int write(@Pid int named) {
    int length = Decimal.format(named, line, 0);
    line[length++] = '\n';
    byte[] fresh = ServiceDirectory.MAIN_NEW;
    return SmallFile.replace(posix, Posix.CWD, ServiceDirectory.MAIN, fresh, line, length, 0644);
  }
}
