package s6j.packages;

import s6j.cli.Program;
import s6j.posix.Posix;
import s6j.posix.TreeRemoval;

/**
 * {@code supervisor-boot}: starts all packages with a file {@code start}, in the order of their
 * names; {@code supervisor-shutdown}: stops all, the other way round, and s6-svscan.
 */
final class Boot {
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
    if (!scanner.isRunning()) new TreeRemoval(call.posix).remove(call.places.volatiles);
    int code = scanner.ensure();
    for (byte[] pkg : call.names.packages())
      if (code == 0 && isBooted(pkg) && call.names.services(pkg).length > 0)
        code = new PackageAction(call, Verb.START, true).all(pkg, false);
    return code;
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
      if (call.names.services(packages[i]).length > 0)
        worst = Math.max(worst, new PackageAction(call, Verb.STOP, true).all(packages[i], true));
    if (scanner.send("t") < 0) return worst;
    int ended = scanner.await(false);
    if (ended == 0) return worst;
    call.notices.begin("Fatal").text("s6-svscan goes on").end(ended);
    return Math.max(worst, 1);
  }
}
