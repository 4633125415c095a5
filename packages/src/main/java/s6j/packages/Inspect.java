package s6j.packages;

import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** {@code supervisor-inspect}: how the services of packages are. */
final class Inspect {
  private final PackageCall call;
  private final Output out;

  private Inspect(PackageCall call) {
    this.call = call;
    out = new Output(call.posix, 1, 8192);
  }

  static Program declaration() {
    return PackageCall.declareJson(
        PackageCall.declare(
            "supervisor-inspect",
            "[ --json ] [ package... ]",
            "tells how the services of packages are",
            Inspect::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    PackageCall call = new PackageCall(posix, program, arguments);
    int code = call.parse(arguments, 0, Integer.MAX_VALUE);
    return code != 0 ? code : new Inspect(call).run();
  }

  private int run() {
    boolean all = call.operands.length == 0 || CString.is(call.operands[0], "all");
    byte[][] packages = all ? call.names.packages() : call.operands;
    for (byte[] pkg : packages)
      if (!call.names.isPackage(pkg))
        return call.notices.begin("Fatal").text("there is no package ").quoted(pkg).exit(1);
    if (call.json) json(packages);
    else text(packages);
    return out.flush() < 0 ? PackageCall.USAGE : 0;
  }

  private void text(byte[][] packages) {
    out.line();
    for (byte[] pkg : packages) {
      out.text("Package '").bytes(pkg).text("':").line();
      byte[][] services = call.names.services(pkg);
      if (services.length == 0) out.text("  [no services]").line();
      for (byte[] name : services) block(new PackageService(call.posix, call.places, pkg, name));
      out.line();
    }
  }

  private void block(PackageService service) {
    out.text("  Service '").bytes(service.name).text("':").line();
    out.text("    Status: ").text(service.status()).line();
    out.text("    Up: ").number(service.seconds).text(" seconds, Restarts: ");
    out.number(service.restarts).line();
    out.text("    Attributes: ");
    String between = "";
    Attribute[] attributes = Attribute.values();
    for (int i = 0; i < Attribute.SHOWN; i++) {
      if (!attributes[i].fits(service)) continue;
      out.text(between).text(attributes[i].word);
      between = ", ";
    }
    out.line().text("    Service PID: ");
    pid(service.pid).text(", Supervisor PID: ");
    pid(service.supervisorPid).line();
  }

  private Output pid(int pid) {
    return pid > 0 ? out.number(pid) : out.text("None");
  }

  private void json(byte[][] packages) {
    out.text("[");
    for (int i = 0; i < packages.length; i++) {
      out.text(i > 0 ? ",{\"package\":" : "{\"package\":");
      out.json(packages[i]).text(",\"services\":[");
      byte[][] services = call.names.services(packages[i]);
      for (int j = 0; j < services.length; j++) {
        if (j > 0) out.text(",");
        Json.service(out, new PackageService(call.posix, call.places, packages[i], services[j]));
      }
      out.text("]}");
    }
    out.text("]").line();
  }
}
