package s6j.command.tell;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.Tai64n;
import s6j.formats.files.DeathTally;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.StatusFile;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.rc.answer.ServiceReport;

/** Looks at one service directory and its supervisor. */
final class ServiceCheck {
  private static final int WRITABLE_BY_ALL = 2;
  private static final int MANY_DEATHS = 5;
  private static final long RECENT_NANOS = 60_000_000_000L;
  private static final long SLOW_SECONDS = 60;
  private static final int MANY_FIFOS = 16;
  private static final int WRITE = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final byte[] scandir;
  private final byte[] name;
  private final byte[] directory;
  private final String path;
  private final Findings findings;
  private boolean canStart;

  /** {@code name} is what the scan directory calls it. */
  ServiceCheck(Posix posix, byte[] scandir, byte[] name, Findings findings) {
    this.posix = posix;
    this.scandir = scandir;
    this.name = name;
    this.directory = CString.path(scandir, name);
    this.findings = findings;
    path = CString.text(directory);
  }

  void look() {
    ScriptTrouble trouble = ScriptTrouble.ofService(posix, directory);
    canStart = trouble == null;
    if (trouble != null) problem(trouble.text, trouble.advice);
    lookAtPermissions(directory);
    lookAtPermissions(file(ServiceDirectory.RUN));
    lookAtPermissions(file(ServiceDirectory.FINISH));
    lookAtPermissions(file(ServiceDirectory.CONTROL));
    ServiceReport report = ServiceReport.ofSupervised(posix, name, directory);
    if (report.supervised && isHeard()) lookAtState(report);
    else lookAtMissingSupervisor();
  }

  private byte[] file(byte[] inside) {
    return CString.path(directory, inside);
  }

  private void problem(String text, String advice) {
    findings.problem(name, text, advice);
  }

  private void note(String text, String advice) {
    findings.note(name, text, advice);
  }

  /** Who may write there may run anything as the supervisor's user. */
  private void lookAtPermissions(byte[] of) {
    FileStat stat = new FileStat();
    if (posix.stat(Posix.CWD, of, true, stat) < 0) return;
    if ((stat.mode & WRITABLE_BY_ALL) != 0)
      problem("everybody may write to " + CString.text(of), "chmod o-w " + CString.text(of));
    boolean isControl = CString.equal(of, file(ServiceDirectory.CONTROL));
    if (isControl && stat.isRegular())
      problem("supervise/control is no fifo", "stop its supervisor and remove " + CString.text(of));
  }

  /** Whether somebody reads the control fifo, or this user may not ask. */
  private boolean isHeard() {
    int fd = posix.open(Posix.CWD, file(ServiceDirectory.CONTROL), WRITE, 0);
    if (fd >= 0) posix.close(fd);
    return fd >= 0 || fd == -Errno.EACCES;
  }

  private void lookAtMissingSupervisor() {
    String again = "s6-svscanctl -a " + CString.text(scandir);
    if (posix.access(Posix.CWD, file(ServiceDirectory.SUPERVISE), Posix.F_OK) < 0) {
      problem("was never supervised here", again + " looks for new services");
      return;
    }
    if (posix.access(Posix.CWD, file(ServiceDirectory.LOCK), Posix.R_OK) < 0) {
      note("cannot be looked into by this user", "run s6 doctor as the tree's user");
      return;
    }
    int holder = LockFile.supervisor(posix, directory);
    if (holder > 0) {
      problem(
          "its lock is held by process " + holder + ", but nobody reads its control fifo",
          "look at process " + holder + "; when it is gone the service can be supervised again");
      return;
    }
    problem("has no supervisor: nobody reads its control fifo", again);
    lookAtOrphan();
  }

  private void lookAtOrphan() {
    ServiceStatus status = new ServiceStatus();
    int answer = new StatusFile(posix).readOf(directory, status);
    if (answer == -Errno.EPIPE)
      note("its status file is damaged", "the next supervisor writes a new one");
    if (answer == 0 && status.pid > 1 && posix.kill(status.pid, 0) >= 0)
      problem(
          "process " + status.pid + " may be the service, left without a supervisor",
          "if it is, end it before the service is started again: kill " + status.pid);
  }

  private void lookAtState(ServiceReport report) {
    boolean isUp = report.status.isUp();
    boolean isWanted = report.status.wantUp;
    if (isWanted && !isUp && canStart)
      problem(
          "is down for " + report.seconds + " s though wanted up" + end(report.status),
          "read its log; s6-svdt " + path + " lists its deaths");
    if (report.isUnready() && report.seconds >= SLOW_SECONDS)
      problem(
          "is up for " + report.seconds + " s and has not told that it is ready",
          "does it write a newline to the descriptor in notification-fd?");
    if (isUp && !isWanted) note("is still up though nobody wants it to be", "s6-svc -k " + path);
    if (isWanted) lookAtDeaths();
    lookAtListeners();
  }

  private static String end(ServiceStatus status) {
    if (status.signal() != 0) return "; it died of " + Signal.name(status.signal());
    return status.exitCode() < 0 ? "; it was never started" : "; it exited " + status.exitCode();
  }

  private void lookAtDeaths() {
    WholeFile tally = new WholeFile(posix);
    int length = tally.read(Posix.CWD, file(ServiceDirectory.DEATH_TALLY));
    int recent = 0;
    for (int at = 0; at + DeathTally.SIZE <= length; at += DeathTally.SIZE)
      if (posix.realtimeNanos() - Tai64n.decode(tally.bytes(), at) <= RECENT_NANOS) recent++;
    if (recent >= MANY_DEATHS)
      problem(
          "died " + recent + " times within a minute",
          "read its log; restart-backoff makes the pauses longer");
  }

  private void lookAtListeners() {
    byte[] event = file(ServiceDirectory.EVENT);
    NameList fifos = new NameList();
    if (fifos.addDirectory(posix, event) >= 0 && fifos.count() > MANY_FIFOS)
      note(
          "has " + fifos.count() + " fifos of listeners", "s6-cleanfifodir " + CString.text(event));
  }
}
