package s6j.packages;

import s6j.formats.FileTree;
import s6j.formats.LockFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Does what the verbs say, through the programs of this suite and the marks on disk. */
final class Work {
  /** Over the 20 seconds after which a service that stays is killed. */
  private static final byte[] STOP_MILLIS = CString.of("30000");

  private static final byte[] START_MILLIS = CString.of("10000");
  private static final int TIMEOUT = 99;

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

  /** 0, or not; what went wrong has been said. */
  int perform(Verb verb, PackageService service) {
    return switch (verb) {
      case START -> start(service);
      case STOP -> stop(service);
      case ENABLE -> enable(service);
      case DISABLE -> disable(service);
      case UP -> up(service);
      case DOWN -> svc(service, "-wD", STOP_MILLIS, "-D");
      case RESTART -> restart(service);
      case RELOAD -> reload(service);
    };
  }

  private int start(PackageService service) {
    if (scanner.ensure() != 0) return 1;
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

  private int awaitUp(PackageService service) {
    byte[][] words = {
      CString.of("s6-svwait"), CString.of("-u"), CString.of("-t"), START_MILLIS, service.directory
    };
    int code = companion.run(words);
    return code == 0 ? 0 : failed(service, "start", code);
  }

  private int stop(PackageService service) {
    byte[][] words = {
      CString.of("s6-svunlink"),
      CString.of("-t"),
      STOP_MILLIS,
      CString.of("--"),
      places.scanDirectory(),
      Places.scanName(service.pkg, service.name)
    };
    int code = companion.run(words);
    if (code != 0) return failed(service, "stop", code);
    return LockFile.isSupervised(posix, service.directory) == 1
        ? failed(service, "stop", TIMEOUT)
        : 0;
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

  /** Down and up, so that one that ignores its signal is killed. */
  private int restart(PackageService service) {
    byte[] mark = places.restartMark(service.pkg, service.name);
    int error = files.write(Posix.CWD, mark, new byte[0], 0, 0666);
    if (error < 0) return unable("write ", mark, error);
    int code = svc(service, "-wD", STOP_MILLIS, "-d");
    if (code == 0) code = svc(service, "-wu", START_MILLIS, "-u");
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
    byte[] target = new byte[4096];
    int length = posix.readlink(Posix.CWD, CString.concat(path, CString.of("/exe")), target);
    if (length <= 0) return false;
    byte[] name = CString.baseName(CString.slice(target, 0, length));
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
    if (code < 0) call.notices.end(code);
    else if (code == TIMEOUT) call.notices.text(": timed out").end();
    else call.notices.text(": exit code ").number(code).end();
    return 1;
  }

  private int unable(String what, byte[] path, int error) {
    call.notices.begin("Warning").text("unable to ").text(what).bytes(path).end(error);
    return 1;
  }
}
