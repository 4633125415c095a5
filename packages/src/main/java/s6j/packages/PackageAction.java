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
    boolean is = call.names.isPackage(pkg);
    byte[][] services = is ? call.names.services(pkg) : new byte[0][];
    if (call.names.trouble() != 0)
      return call.trouble("", call.places.packages(), call.names.trouble());
    if (!is) return fatal(PackageCall.NO_SUCH_PACKAGE, "there is no package ", pkg);
    return call.operands.length > 1 ? named(pkg) : all(pkg, services, false);
  }

  /**
   * All services of a package; those in the wanted state are skipped, and none keeps the others
   * waiting.
   */
  int all(byte[] pkg, byte[][] names, boolean backwards) {
    if (names.length == 0)
      return fatal(PackageCall.NO_SERVICES, "there are no services in package ", pkg);
    for (int i = 0; i < names.length; i++) {
      PackageService service = service(pkg, names[backwards ? names.length - 1 - i : i]);
      if (service.trouble() != 0) return trouble(service);
      String obstacle = verb.obstacle(service, call.force);
      if (obstacle == null) perform(service);
      else if (verb.failsFor(service)) refuse(service, obstacle);
      else skip(service, obstacle);
    }
    return end(pkg);
  }

  /**
   * One after the other, to the first that is in no state for it. A name of none is passed over.
   */
  private int named(byte[] pkg) {
    int code = verb.isStrict() ? checkAll(pkg) : 0;
    for (int i = 1; code == 0 && i < call.operands.length; i++) code = one(pkg, call.operands[i]);
    return code != 0 ? code : end(pkg);
  }

  private int checkAll(byte[] pkg) {
    for (int i = 1; i < call.operands.length; i++) {
      int code = call.names.isService(pkg, call.operands[i]) ? check(pkg, call.operands[i]) : 0;
      if (code != 0) return code;
    }
    return 0;
  }

  private int one(byte[] pkg, byte[] name) {
    if (!call.names.isService(pkg, name)) return unknown(name);
    PackageService service = service(pkg, name);
    if (service.trouble() != 0) return trouble(service);
    if (verb.obstacle(service, call.force) != null) return check(pkg, name);
    perform(service);
    return 0;
  }

  private int unknown(byte[] name) {
    if (tells) return fatal(PackageCall.NO_SUCH_SERVICE, "there is no service ", name);
    call.notices.begin("Warning").text("there is no service ").quoted(name).end();
    failures++;
    return 0;
  }

  private int check(byte[] pkg, byte[] name) {
    PackageService service = service(pkg, name);
    if (service.trouble() != 0) return trouble(service);
    String obstacle = verb.obstacle(service, call.force);
    if (obstacle == null) return 0;
    boolean content = verb.isContent(service, call.force);
    line(content ? "Info" : "Warning", service).text(obstacle).end();
    return content ? 0 : fatal(PackageCall.TROUBLE, "unable to ", service.name);
  }

  private PackageService service(byte[] pkg, byte[] name) {
    return new PackageService(call.posix, call.places, pkg, name);
  }

  private int trouble(PackageService service) {
    return call.trouble("service ", service.name, service.trouble());
  }

  private void perform(PackageService service) {
    int lock = verb.isAlone() ? work.lock(service) : 0;
    if (lock < 0) {
      line("Warning", service).text("cannot be locked").end(lock);
      failures++;
      return;
    }
    performAlone(service(service.pkg, service.name));
    if (verb.isAlone()) call.posix.close(lock);
  }

  /** Another command may have done it in the meantime. */
  private void performAlone(PackageService service) {
    String obstacle = verb.obstacle(service, call.force);
    if (obstacle != null) refuseOrSkip(service, obstacle);
    else if (work.perform(verb, service) != 0) failures++;
    else line("Info", service).text("is ").text(verb.done).end();
  }

  private void refuseOrSkip(PackageService service, String obstacle) {
    if (call.operands.length > 1 && !verb.isContent(service, call.force)) refuse(service, obstacle);
    else skip(service, obstacle);
  }

  private void refuse(PackageService service, String obstacle) {
    line("Warning", service).text(obstacle).end();
    failures++;
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
    if (code == PackageCall.TROUBLE) notices.text(verb.todo).text(" service ");
    return notices.quoted(name).exit(tells ? code : 1);
  }

  private Notices line(String kind, PackageService service) {
    return call.notices.begin(kind).text("service ").quoted(service.name).text(" ");
  }
}
