package s6j.command.tell;

import org.jspecify.annotations.Nullable;
import s6j.command.call.CommandCall;
import s6j.formats.RcDatabase;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.ProcPath;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.rc.live.LiveDirectory;

/** Looks at a live directory of s6-rc and the database behind it. */
final class LiveCheck {
  private static final byte[] USER_RUN = CString.of("run.user");

  private final CommandCall call;
  private final Posix posix;
  private final LiveDirectory live;
  private final Findings findings;
  private final String name;

  LiveCheck(CommandCall call, LiveDirectory live, Findings findings) {
    this.call = call;
    posix = call.posix;
    this.live = live;
    this.findings = findings;
    name = CString.text(live.path());
  }

  /** The scan directory that it works with, or null if that cannot be told. */
  byte @Nullable [] look() {
    lookAtDatabase();
    lookAtLock();
    lookAtLeftovers();
    byte[] scandir = live.file("scandir");
    FileStat stat = new FileStat();
    if (posix.stat(Posix.CWD, scandir, true, stat) >= 0 && stat.isDirectory()) return scandir;
    problem("its scan directory is gone: " + target(scandir), "s6-rc-init again");
    return null;
  }

  private void problem(String text, String advice) {
    findings.problem(live.path(), text, advice);
  }

  private String target(byte[] link) {
    byte[] text = PathText.ofLink(posix, link);
    return CString.text(text == null ? link : text);
  }

  private void lookAtDatabase() {
    CompiledDirectory compiled = new CompiledDirectory(posix, live.file("compiled"));
    if (posix.access(Posix.CWD, compiled.path(), Posix.F_OK) < 0) {
      problem(
          "its database is gone: " + target(compiled.path()),
          "compile it again to a new place, and s6-rc-update to that");
      return;
    }
    boolean isSound = compiled.readSizes() == 0 && compiled.readDatabase() == 0;
    if (isSound && compiled.readNames() == 0) lookAtServices();
    else
      problem(
          "its database is damaged or of another version",
          "compile it again to a new place, and s6-rc-format-upgrade or s6-rc-update to that");
  }

  private void lookAtServices() {
    KnownServices known = new KnownServices(call);
    if (known.open() != 0) {
      problem("its state cannot be read", "s6-rc-init again, once nothing of it runs");
      return;
    }
    known.takeLive();
    for (int i = 0; i < known.count(); i++) lookAt(known, i);
  }

  private void lookAt(KnownServices known, int place) {
    KnownService service = known.get(place);
    String called = CString.text(service.report.name);
    if (service.word == ServiceWord.STOPPED)
      findings.problem(
          service.report.name,
          "is up for s6-rc, but was brought down past it",
          "s6-rc -l " + name + " stop " + called + ", then start it again");
    if (service.word == ServiceWord.SKIPPED)
      findings.note(
          service.report.name,
          "was skipped: " + CString.text(service.skipped),
          "nothing, if meant");
    RcDatabase database = known.database();
    if (!service.isRunning() || !database.isLongrun(place)) return;
    int consumer = database.consumer[place];
    byte[] made = CString.path(service.directory, USER_RUN);
    if (consumer < 0 || consumer >= database.longruns || known.get(consumer).isRunning()) return;
    if (posix.access(Posix.CWD, made, Posix.F_OK) < 0) return;
    String logger = CString.text(database.nameOf(consumer));
    findings.problem(
        service.report.name,
        "writes into the pipe of " + logger + ", which is down",
        "it will block when the pipe is full: s6-rc -l " + name + " start " + logger);
  }

  private void lookAtLock() {
    int holder = new LockFile(posix).holder(live.file("lock"));
    if (holder == 0) return;
    WholeFile line = new WholeFile(posix);
    int length = line.read(Posix.CWD, new ProcPath().commandLine(holder));
    for (int i = 0; i < length; i++) if (line.bytes()[i] == 0) line.bytes()[i] = ' ';
    String command = length <= 1 ? "?" : CString.text(CString.slice(line.bytes(), 0, length - 1));
    findings.note(
        live.path(),
        "locked by process " + holder + ": " + command,
        "wait for it; if it hangs, end it: what it did is kept");
  }

  /** Directories of earlier runs that ended halfway. */
  private void lookAtLeftovers() {
    byte[] present = RealPath.of(posix, live.path());
    int slash = CString.lastIndexOf(live.path(), '/');
    if (slash <= 0 || present == null) return;
    byte[] parent = CString.slice(live.path(), 0, slash);
    byte[] prefix = CString.concat(CString.baseName(live.path()), CString.of(":s6-rc-"));
    NameList names = new NameList();
    if (names.addDirectory(posix, parent) < 0) return;
    names.sort();
    for (int i = 0; i < names.count(); i++) {
      if (!CString.startsWith(names.get(i), prefix)) continue;
      byte[] path = CString.path(parent, names.get(i));
      byte[] real = RealPath.of(posix, path);
      if (real != null && !CString.equal(real, present))
        findings.note(
            path,
            "is left over from an earlier live directory",
            "rm -r it, once nothing in it is supervised");
    }
  }
}
