package s6j.packages;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.FileTree;
import s6j.formats.files.LockFile;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.PathText;
import s6j.posix.Posix;

/** Does what the verbs say, through the programs of this suite and the marks on disk. */
final class Work {
  /** What a stop may take when the service has been killed. */
  private static final long SPARE_MILLIS = 10_000;

  private static final byte[] START_MILLIS = CString.of("30000");
  private static final int LOOKS = 500;
  private final PackageCall call;
  private final Posix posix;
  private final Places places;
  private final Companion companion;
  private final FileTree files;
  private final Scanner scanner;

  Work(PackageCall call) {
    this.call = call;
    posix = call.posix;
    places = call.places;
    companion = new Companion(posix, call.calledAs);
    files = new FileTree(posix);
    scanner = new Scanner(call, companion);
  }

  /**
   * Waits until no other command is about to change the service: a descriptor, to be closed when it
   * is changed, or the negated errno.
   */
  int lock(PackageService service) {
    int error = files.makeDirectories(places.state(service.pkg), 0777);
    if (error < 0) return error;
    byte[] path = places.lock(service.pkg, service.name);
    int fd = posix.open(Posix.CWD, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return fd;
    int locked = posix.lock(fd, true, true);
    if (locked >= 0) return fd;
    posix.close(fd);
    return locked;
  }

  /** 0, or not; what went wrong has been said. */
  int perform(Verb verb, PackageService service) {
    return switch (verb) {
      case START -> start(service);
      case STOP -> stop(service);
      case ENABLE -> enable(service);
      case DISABLE -> disable(service);
      case UP -> up(service);
      case DOWN -> down(service);
      case RESTART -> restart(service);
      case RELOAD -> reload(service);
    };
  }

  private int start(PackageService service) {
    if (scanner.ensure(false) != 0) return 1;
    if (replaceLogger(service) != 0) return 1;
    int error = new ServiceDefinition(call, companion, files).write(service);
    if (error != 0) return error;
    posix.unlink(Posix.CWD, places.generation(service.pkg, service.name));
    byte[][] link = {
      CString.of("s6-svlink"),
      CString.of("-t"),
      START_MILLIS,
      CString.of("--"),
      places.scanDirectory(),
      service.directory
    };
    int code = companion.run(link);
    if (code != 0) return failed(service, "supervise", code);
    return service.down ? 0 : awaitUp(service);
  }

  /**
   * A logger that outlived its service reads for a process which that has left: nothing is started
   * beside it.
   */
  private int replaceLogger(PackageService service) {
    Remains remains = new Remains(call, service);
    if (!remains.isLogged()) return 0;
    if (remains.holders() > 0) {
      call.notices.begin("Warning").text("service ").quoted(service.name);
      call.notices.text(" is not started beside what it has left: end that first").end();
      return 1;
    }
    return awaitLoggerGone(remains)
        ? 0
        : failed(service, "replace the logger of", ExitCode.TIMED_OUT);
  }

  private int awaitUp(PackageService service) {
    byte[][] words = {
      CString.of("s6-svwait"), CString.of("-u"), CString.of("-t"), START_MILLIS, service.directory
    };
    int code = companion.run(words);
    return code == 0 ? 0 : failed(service, "start", code);
  }

  /**
   * First the service alone: its logger reads to the end, which does not come as long as a process
   * that the service has left has the log open.
   */
  private int stop(PackageService service) {
    Remains remains = new Remains(call, service);
    int code = svc(service, "-wD", stopMillis(service), "-d");
    if (code != 0) return code;
    int left = remains.end(killMillis(service));
    int holders = remains.holders();
    code = unlink(service, remains, holders == 0);
    return code != 0 ? code : Math.min(left + holders, 1);
  }

  private int unlink(PackageService service, Remains remains, boolean withLogger) {
    byte[][] words = {
      CString.of("s6-svunlink"),
      CString.of(withLogger ? "-t" : "-Xt"),
      Decimal.string(SPARE_MILLIS),
      CString.of("--"),
      places.scanDirectory(),
      Places.scanName(service.pkg, service.name)
    };
    int code = companion.run(words);
    if (code != 0) return failed(service, "stop", code);
    boolean gone = awaitGone(service) && (!withLogger || awaitLoggerGone(remains));
    return gone ? 0 : failed(service, "stop the supervisor of", ExitCode.TIMED_OUT);
  }

  private boolean awaitGone(PackageService service) {
    for (int i = 0; i < LOOKS; i++) {
      if (LockFile.isSupervised(posix, service.directory) != 1) return true;
      Remains.pause(posix);
    }
    return false;
  }

  private boolean awaitLoggerGone(Remains remains) {
    for (int i = 0; i < LOOKS; i++) {
      if (!remains.isLogged()) return true;
      Remains.pause(posix);
    }
    return false;
  }

  private int down(PackageService service) {
    Remains remains = new Remains(call, service);
    int code = svc(service, "-wD", stopMillis(service), "-D");
    if (code != 0) return code;
    return Math.min(remains.end(killMillis(service)) + remains.holders(), 1);
  }

  /** After how long a service that stays is killed; 0 is never. */
  private long killMillis(PackageService service) {
    WholeFile file = new WholeFile(posix);
    byte[] path = CString.path(service.directory, ServiceDirectory.TIMEOUT_KILL);
    int length = file.read(Posix.CWD, path);
    int end = length;
    while (end > 0 && file.bytes()[end - 1] <= ' ') end--;
    return end <= 0 ? 0 : Math.max(0, Decimal.parse(file.bytes(), 0, end, 10));
  }

  private byte[] stopMillis(PackageService service) {
    long millis = killMillis(service);
    return Decimal.string(millis == 0 ? 0 : millis + SPARE_MILLIS);
  }

  private int enable(PackageService service) {
    byte[] mark = places.disabledMark(service.pkg, service.name);
    int removed = posix.unlink(Posix.CWD, mark);
    if (removed < 0 && removed != -Errno.ENOENT) return unable("remove ", mark, removed);
    return service.watched ? 0 : start(service);
  }

  /** The mark first: what dies in between is not started again. */
  private int disable(PackageService service) {
    byte[] mark = places.disabledMark(service.pkg, service.name);
    int error = files.makeDirectories(places.persistent(service.pkg), 0777);
    if (error >= 0) error = files.write(Posix.CWD, mark, new byte[0], 0, 0666);
    if (error < 0) return unable("write ", mark, error);
    return service.watched ? stop(service) : 0;
  }

  private int up(PackageService service) {
    if (!service.disabled) return svc(service, "-wu", START_MILLIS, "-U");
    int code = enable(service);
    return code != 0 || !service.down ? code : svc(service, "-wu", START_MILLIS, "-U");
  }

  /**
   * Down and up, so that one that ignores its signal is killed. What it has left has been said, and
   * does not keep it down.
   */
  private int restart(PackageService service) {
    byte[] mark = places.restartMark(service.pkg, service.name);
    int error = files.write(Posix.CWD, mark, new byte[0], 0, 0666);
    if (error < 0) return unable("write ", mark, error);
    Remains remains = new Remains(call, service);
    int code = svc(service, "-wD", stopMillis(service), "-d");
    if (code == 0) {
      remains.end(killMillis(service));
      remains.holders();
      code = svc(service, "-wu", START_MILLIS, "-u");
    }
    posix.unlink(Posix.CWD, mark);
    return code;
  }

  private int reload(PackageService service) {
    if (isShell(service.pid)) warnOfShell(service);
    byte[][] words = {CString.of("s6-svc"), CString.of("-l"), CString.of("--"), service.directory};
    int code = companion.run(words);
    return code == 0 ? 0 : failed(service, "reload", code);
  }

  private void warnOfShell(PackageService service) {
    call.notices.begin("Warning").text("process ").number(service.pid).text(" of service ");
    call.notices.quoted(service.name).text(" is a shell, which may not pass the signal on").end();
  }

  private boolean isShell(int pid) {
    byte[] path = CString.concat(CString.of("/proc/"), Decimal.string(pid));
    byte[] target = PathText.ofLink(posix, CString.concat(path, CString.of("/exe")));
    if (target == null) return false;
    byte[] name = CString.baseName(target);
    return CString.is(name, "sh")
        || CString.is(name, "bash")
        || CString.is(name, "dash")
        || CString.is(name, "ash")
        || CString.is(name, "busybox");
  }

  private int svc(PackageService service, String wait, byte[] millis, String letters) {
    byte[][] words = {
      CString.of("s6-svc"),
      CString.of(wait),
      CString.of("-T"),
      millis,
      CString.of(letters),
      CString.of("--"),
      service.directory
    };
    int code = companion.run(words);
    return code == 0 ? 0 : failed(service, "control", code);
  }

  private int failed(PackageService service, String what, int code) {
    call.notices.begin("Warning").text("unable to ").text(what).text(" service ");
    call.notices.quoted(service.name);
    byte[] complaint = companion.complaint();
    if (code < 0) call.notices.end(code);
    else if (code == ExitCode.TIMED_OUT) call.notices.text(": timed out").end();
    else if (complaint.length > 0) call.notices.text(": ").bytes(complaint).end();
    else call.notices.text(": exit code ").number(code).end();
    return 1;
  }

  private int unable(String what, byte[] path, int error) {
    call.notices.begin("Warning").text("unable to ").text(what).bytes(path).end(error);
    return 1;
  }
}
