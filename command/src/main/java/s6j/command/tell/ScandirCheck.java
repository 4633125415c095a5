package s6j.command.tell;

import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.ProcPath;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;
import s6j.posix.RealPath;

/** Looks at a scan directory, its s6-svscan, and every service in it. */
final class ScandirCheck {
  private static final int WRITABLE_BY_ALL = 2;
  private static final byte[] PROCESSES = CString.of("/proc");
  private static final byte[] GONE = CString.of(" (deleted)");
  private static final String SUPERVISOR = "supervise";

  private final Posix posix;
  private final byte[] scandir;
  private final String path;
  private final Findings findings;

  /** Real paths of the services, and of the directories that they are in. */
  private final NameList services = new NameList();

  private final NameList parents = new NameList();
  private final FileStat stat = new FileStat();

  ScandirCheck(Posix posix, byte[] scandir, Findings findings) {
    this.posix = posix;
    this.scandir = scandir;
    this.findings = findings;
    path = CString.text(scandir);
  }

  void look() {
    if (posix.stat(Posix.CWD, scandir, true, stat) < 0 || !stat.isDirectory()) {
      problem("is no directory", "s6-svscan needs it; name another with -s");
      return;
    }
    parents.add(scandir);
    lookAtScanner();
    if ((stat.mode & WRITABLE_BY_ALL) != 0)
      problem("everybody may write to it, and so start anything", "chmod o-w " + path);
    lookAtOwnScripts();
    NameList entries = new NameList();
    if (entries.addDirectory(posix, scandir) < 0)
      findings.note(scandir, "cannot be looked into by this user", "run s6 doctor as its user");
    entries.sort();
    for (int i = 0; i < entries.count(); i++) lookAt(entries.get(i));
    lookForOrphans();
  }

  private void problem(String text, String advice) {
    findings.problem(scandir, text, advice);
  }

  private void lookAtScanner() {
    byte[] lock = CString.path(scandir, ScanDirectory.LOCK);
    if (posix.access(Posix.CWD, CString.path(scandir, ScanDirectory.CONTROL), Posix.F_OK) < 0) {
      problem("no s6-svscan has run on it", "s6-svscan " + path);
      return;
    }
    int held = new LockFile(posix).isHeld(Posix.CWD, lock);
    if (held == -Errno.EACCES) problem("its s6-svscan is another user's", "run as that one");
    else if (held != 1) problem("no s6-svscan works on it", "s6-svscan " + path);
  }

  /** What s6-svscan becomes at its end, and what it runs at signals. */
  private void lookAtOwnScripts() {
    byte[] own = CString.path(scandir, ScanDirectory.PRIVATE);
    NameList names = new NameList();
    if (names.addDirectory(posix, own) < 0) return;
    names.sort();
    for (int i = 0; i < names.count(); i++) {
      byte[] name = names.get(i);
      byte[] file = CString.path(own, name);
      boolean isScript =
          CString.is(name, "finish")
              || CString.is(name, "crash")
              || CString.startsWith(name, CString.of("SIG"));
      ScriptTrouble trouble = isScript ? ScriptTrouble.of(posix, file) : null;
      if (trouble != null) findings.problem(file, trouble.text, trouble.advice);
    }
  }

  private void lookAt(byte[] name) {
    byte[] entry = CString.path(scandir, name);
    if (posix.stat(Posix.CWD, entry, true, stat) < 0) {
      boolean isLink = posix.stat(Posix.CWD, entry, false, stat) >= 0 && stat.isLink();
      if (isLink)
        findings.problem(name, "is a link that leads nowhere", "rm " + CString.text(entry));
      return;
    }
    if (!stat.isDirectory()) return;
    lookAtService(name, entry);
    byte[] log = CString.path(entry, ServiceDirectory.LOG);
    if (posix.stat(Posix.CWD, log, true, stat) >= 0 && stat.isDirectory())
      lookAtService(CString.path(name, ServiceDirectory.LOG), log);
  }

  private void lookAtService(byte[] name, byte[] directory) {
    byte[] real = RealPath.of(posix, directory);
    if (real != null) {
      services.add(real);
      addParent(real);
    }
    new ServiceCheck(posix, scandir, name, findings).look();
  }

  private void addParent(byte[] real) {
    byte[] parent = CString.slice(real, 0, Math.max(0, CString.lastIndexOf(real, '/')));
    if (!has(parents, parent)) parents.add(parent);
  }

  private static boolean has(NameList list, byte[] name) {
    for (int i = 0; i < list.count(); i++) if (CString.equal(list.get(i), name)) return true;
    return false;
  }

  /** Supervisors of directories that were here, or are beside the services that are. */
  private void lookForOrphans() {
    NameList processes = new NameList();
    if (processes.addDirectory(posix, PROCESSES) < 0) {
      findings.note(scandir, "processes cannot be looked at", "mount -t proc proc /proc");
      return;
    }
    for (int i = 0; i < processes.count(); i++) {
      long pid = Decimal.parse(processes.get(i));
      if (pid > 1 && isSupervisor(processes.get(i))) lookAtSupervisor((int) pid);
    }
  }

  private boolean isSupervisor(byte[] pid) {
    WholeFile name = new WholeFile(posix);
    byte[] file = CString.path(CString.path(PROCESSES, pid), CString.of("comm"));
    int length = name.read(Posix.CWD, file);
    return length > 0 && CString.text(CString.slice(name.bytes(), 0, length)).contains(SUPERVISOR);
  }

  private void lookAtSupervisor(int pid) {
    byte[] works = PathText.ofLink(posix, new ProcPath().workingDirectory(pid));
    if (works == null) return;
    byte[] parent = CString.slice(works, 0, Math.max(0, CString.lastIndexOf(works, '/')));
    if (!has(parents, parent) || has(services, works)) return;
    int end = works.length - GONE.length;
    boolean isGone = end > 0 && CString.equal(CString.slice(works, end, works.length), GONE);
    boolean isThere = posix.stat(Posix.CWD, works, false, stat) >= 0 && stat.isDirectory();
    if (isGone || isThere)
      findings.problem(
          works,
          "its supervisor, process " + pid + ", is at work, but it is not in the scan directory",
          "s6-svscanctl -n " + path + " lets it go");
  }
}
