package s6j.packages;

import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * {@code supervisor-boot}: starts all packages with a file {@code start}, in the order of their
 * names; {@code supervisor-shutdown}: stops all, the other way round, and s6-svscan.
 */
final class Boot {
  private static final byte[] LEAVE = {'x', 'd'};

  private final PackageCall call;

  private Boot(PackageCall call) {
    this.call = call;
  }

  static Program declaration() {
    return PackageCall.declare(
        "supervisor-boot", "", "starts the packages that are to start at boot", Boot::boot);
  }

  static Program shutdownDeclaration() {
    return PackageCall.declare(
        "supervisor-shutdown", "", "stops all packages and what supervises them", Boot::shutdown);
  }

  static int boot(Posix posix, Program program, byte[][] arguments) {
    PackageCall call = new PackageCall(posix, program, arguments);
    int code = call.parse(arguments, 0, 0);
    return code != 0 ? code : new Boot(call).boot();
  }

  static int shutdown(Posix posix, Program program, byte[][] arguments) {
    PackageCall call = new PackageCall(posix, program, arguments);
    int code = call.parse(arguments, 0, 0);
    return code != 0 ? code : new Boot(call).shutdown();
  }

  /** One failure ends it. */
  private int boot() {
    Scanner scanner = new Scanner(call, new Companion(call.posix, call.calledAs));
    int code = scanner.ensure(true);
    byte[][] packages = call.names.packages();
    for (int i = 0; code == 0 && i < packages.length; i++)
      if (isBooted(packages[i])) code = act(Verb.START, packages[i], false);
    return code;
  }

  /** A package without services is no trouble here. */
  private int act(Verb verb, byte[] pkg, boolean backwards) {
    byte[][] services = call.names.services(pkg);
    if (services.length == 0) return 0;
    return new PackageAction(call, verb, true).all(pkg, services, backwards);
  }

  private boolean isBooted(byte[] pkg) {
    return call.posix.access(Posix.CWD, call.places.bootMark(pkg), Posix.F_OK) >= 0;
  }

  /** What fails does not keep the others up; the worst exit code counts. */
  private int shutdown() {
    Scanner scanner = new Scanner(call, new Companion(call.posix, call.calledAs));
    byte[][] packages = call.names.packages();
    int worst = 0;
    for (int i = packages.length - 1; i >= 0 && scanner.isRunning(); i--)
      worst = Math.max(worst, act(Verb.STOP, packages[i], true));
    endLoggers();
    int ended = scanner.send("t");
    if (ended == -Errno.ENXIO || ended == -Errno.ENOENT) return worst;
    if (ended >= 0) ended = scanner.await(false);
    if (ended == 0) return worst;
    call.notices.begin("Fatal").text("unable to end s6-svscan on ");
    call.notices.bytes(call.places.scanDirectory()).end(ended);
    return Math.max(worst, PackageCall.TROUBLE);
  }

  /** Those of services that have left somebody with the log open would read for ever. */
  private void endLoggers() {
    NameList names = new NameList();
    byte[] directories = call.places.serviceDirectories();
    names.addDirectory(call.posix, directories);
    for (int i = 0; i < names.count(); i++) {
      byte[] directory = CString.path(directories, names.get(i));
      byte[] log = CString.path(directory, CString.of("log"));
      if (LockFile.isSupervised(call.posix, directory) == 0
          && LockFile.isSupervised(call.posix, log) == 1)
        new ControlFifo(call.posix).send(Posix.CWD, control(log), LEAVE, LEAVE.length);
    }
  }

  private static byte[] control(byte[] directory) {
    return CString.path(directory, ServiceDirectory.CONTROL);
  }
}
