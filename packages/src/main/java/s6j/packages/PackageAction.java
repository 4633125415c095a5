package s6j.packages;

import s6j.cli.Program;
import s6j.posix.Posix;

/** A command that does something to services of a package. */
final class PackageAction {
  /** Exit codes above it have meanings of their own. */
  private static final int MOST_FAILURES = 250;

  private final PackageCall call;
  private final Verb verb;

  /** Whether the exit code tells what was wrong, as it does for supervisor-start and -stop. */
  private final boolean tells;

  private final Work work;
  private int failures;

  PackageAction(PackageCall call, Verb verb, boolean tells) {
    this.call = call;
    this.verb = verb;
    this.tells = tells;
    this.work = new Work(call);
  }

  static int run(Posix posix, Program program, byte[][] arguments, Verb verb, boolean tells) {
    PackageCall call = new PackageCall(posix, program, arguments);
    int code = call.parse(arguments, 1, Integer.MAX_VALUE);
    return code != 0 ? code : new PackageAction(call, verb, tells).run();
  }

  private int run() {
    byte[] pkg = call.operands[0];
    if (!call.names.isPackage(pkg))
      return fatal(PackageCall.NO_SUCH_PACKAGE, "there is no package ", pkg);
    return call.operands.length > 1 ? named(pkg) : all(pkg, false);
  }

  /** All services of a package; those in the wanted state are skipped. */
  int all(byte[] pkg, boolean backwards) {
    byte[][] names = call.names.services(pkg);
    if (names.length == 0)
      return fatal(PackageCall.NO_SERVICES, "there are no services in package ", pkg);
    for (int i = 0; i < names.length; i++) {
      byte[] name = names[backwards ? names.length - 1 - i : i];
      PackageService service = new PackageService(call.posix, call.places, pkg, name);
      String obstacle = verb.obstacle(service, call.force);
      if (obstacle == null) perform(service);
      else skip(service, obstacle);
    }
    return end(pkg);
  }

  /** Strict: nothing is done before all are known to need it. */
  private int named(byte[] pkg) {
    for (int i = 1; i < call.operands.length; i++) {
      int code = check(pkg, call.operands[i]);
      if (code != 0) return code;
    }
    for (int i = 1; i < call.operands.length; i++) {
      byte[] name = call.operands[i];
      PackageService service = new PackageService(call.posix, call.places, pkg, name);
      if (verb.obstacle(service, call.force) == null) perform(service);
    }
    return end(pkg);
  }

  private int check(byte[] pkg, byte[] name) {
    if (!call.names.isService(pkg, name))
      return fatal(PackageCall.NO_SUCH_SERVICE, "there is no service ", name);
    PackageService service = new PackageService(call.posix, call.places, pkg, name);
    String obstacle = verb.obstacle(service, call.force);
    if (obstacle == null) return 0;
    boolean content = verb.isContent(service, call.force);
    line(content ? "Info" : "Warning", service).text(obstacle).end();
    return content ? 0 : fatal(1, "unable to ", service.name);
  }

  private void perform(PackageService service) {
    if (work.perform(verb, service) != 0) failures++;
    else line("Info", service).text("is ").text(verb.done).end();
  }

  private void skip(PackageService service, String obstacle) {
    boolean content = verb.isContent(service, call.force);
    line(content ? "Info" : "Warning", service).text(obstacle).text(", skipping").end();
  }

  private int end(byte[] pkg) {
    if (failures == 0)
      return call.notices
          .begin("Success")
          .text("package ")
          .quoted(pkg)
          .text(" ")
          .text(verb.done)
          .exit(0);
    Notices notices = call.notices.begin("Fatal").number(failures).text(" services of package ");
    notices.quoted(pkg).text(" could not be ").text(verb.done);
    return notices.exit(tells ? Math.min(failures, MOST_FAILURES) : 1);
  }

  private int fatal(int code, String what, byte[] name) {
    Notices notices = call.notices.begin("Fatal").text(what);
    if (code == 1) notices.text(verb.todo).text(" service ");
    return notices.quoted(name).exit(tells ? code : 1);
  }

  private Notices line(String kind, PackageService service) {
    return call.notices.begin(kind).text("service ").quoted(service.name).text(" ");
  }
}
