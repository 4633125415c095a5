package s6j.confine.tree;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_DIRECTORY;
import static s6j.posix.OpenFlags.O_RDONLY;

import s6j.formats.ServiceDirectory;
import s6j.formats.files.KnobReader;
import s6j.formats.files.ProcessStat;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;

/**
 * All processes that come of this one, found in /proc. None of them can leave: a subreaper is the
 * parent of each whose own has ended. Allocates nothing once made.
 */
final class Descendants {
  private static final byte[] PROC = CString.of("/proc");
  private static final int NONE = -1;

  /** What {@link #named} answers while it may still be told. */
  static final int UNSETTLED = -1;

  /** Few records a call: a process that starts another and ends is met again further on. */
  private static final int RECORDS = 1024;

  private final Posix posix;
  private final ProcessStat stat;
  private final KnobReader knob;
  private final DirectoryReader names;
  private final int own;
  private final int ownGroup;
  private int proc = NONE;

  /** Why a process could not be signalled in the last round; 0 if all could. */
  private int refusal;

  Descendants(Posix posix) {
    this.posix = posix;
    stat = new ProcessStat(posix);
    knob = new KnobReader(posix);
    names = new DirectoryReader(posix, RECORDS);
    own = posix.getpid();
    ownGroup = posix.getpgid(0);
  }

  /** Opens /proc: 0, or the negated errno; {@code -ESRCH} if it tells of other processes. */
  @OrErrno
  int open() {
    proc = posix.open(Posix.CWD, PROC, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (proc < 0) return proc;
    int parent = stat.parent(own);
    if (parent < 0) return parent;
    return parent == posix.getppid() ? 0 : -Errno.ESRCH;
  }

  void close() {
    if (proc >= 0) posix.close(proc);
    proc = NONE;
  }

  /**
   * Sends a signal to each that is found; KILL to their process groups as well, whose members
   * cannot fork in between. 0, or the negated errno of what cannot be read or signalled.
   */
  @OrErrno
  int signal(int signal) {
    refusal = 0;
    names.start(proc);
    while (names.next()) {
      int pid = (int) Decimal.parse(names.name());
      if (pid > 1 && pid != own && isOwn(pid)) signal(pid, signal);
    }
    return names.error() != 0 ? -names.error() : refusal;
  }

  /** The descriptor stands for the process that was looked at, and for no later one. */
  private void signal(int pid, int signal) {
    int process = posix.openProcess(pid);
    if (process < 0) {
      if (process != -Errno.ESRCH) note(posix.kill(pid, signal));
      return;
    }
    if (isOwn(pid)) {
      int group = posix.getpgid(pid);
      int sent = posix.signalProcess(process, signal, false);
      note(sent);
      boolean isAll = signal == Signal.SIGKILL && group > 1 && group != ownGroup;
      if (isAll && sent == 0) posix.kill(-group, signal);
    }
    posix.close(process);
  }

  private void note(int answer) {
    if (answer < 0 && answer != -Errno.ESRCH) refusal = answer;
  }

  private boolean isOwn(int pid) {
    return stat.descends(pid, own);
  }

  /**
   * The living one that {@code supervise/main} names; 0 if nobody names one, {@link #UNSETTLED} if
   * somebody is there to name one who is not known yet.
   */
  int named() {
    long number = knob.number(Posix.CWD, ServiceDirectory.MAIN);
    if (number < 0) return 0;
    boolean isPid = number > 1 && number <= Integer.MAX_VALUE;
    int pid = isPid ? (int) number : 0;
    return pid > 1 && isOwn(pid) && stat.livingSession(pid) >= 0 ? pid : UNSETTLED;
  }

  /** Whether the end of the process will be told to this one. */
  boolean isChild(@Pid int pid) {
    return stat.parent(pid) == own;
  }

  /** The living child that was started first; 0 if there is none. */
  @Pid
  int eldestChild() {
    int eldest = 0;
    long first = Long.MAX_VALUE;
    names.start(proc);
    while (names.next()) {
      int pid = (int) Decimal.parse(names.name());
      if (pid <= 1 || stat.parent(pid) != own || stat.livingSession(pid) < 0) continue;
      long start = stat.start(pid);
      if (start < 0 || start >= first) continue;
      first = start;
      eldest = pid;
    }
    return eldest;
  }
}
