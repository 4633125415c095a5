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
    if (call.names.trouble() != 0) return namesTrouble();
    PackageService[][] services = new PackageService[packages.length][];
    for (int i = 0; i < packages.length; i++) {
      int code = look(packages[i], services, i);
      if (code != 0) return code;
    }
    if (call.json) json(packages, services);
    else text(packages, services);
    return out.flush() < 0 ? PackageCall.USAGE : 0;
  }

  private int namesTrouble() {
    return call.trouble("", call.places.packages(), call.names.trouble());
  }

  /** Nothing is told of any unless the facts about all can be seen. */
  private int look(byte[] pkg, PackageService[][] into, int at) {
    boolean is = call.names.isPackage(pkg);
    byte[][] names = is ? call.names.services(pkg) : new byte[0][];
    if (call.names.trouble() != 0) return namesTrouble();
    if (!is) return call.notices.begin("Fatal").text("there is no package ").quoted(pkg).exit(1);
    into[at] = new PackageService[names.length];
    for (int i = 0; i < names.length; i++) {
      PackageService service = new PackageService(call.posix, call.places, pkg, names[i]);
      if (service.trouble() != 0) return call.trouble("service ", names[i], service.trouble());
      into[at][i] = service;
    }
    return 0;
  }

  private void text(byte[][] packages, PackageService[][] services) {
    out.line();
    for (int i = 0; i < packages.length; i++) {
      out.text("Package '").bytes(packages[i]).text("':").line();
      if (services[i].length == 0) out.text("  [no services]").line();
      for (PackageService service : services[i]) block(service);
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

  private void json(byte[][] packages, PackageService[][] services) {
    out.text("[");
    for (int i = 0; i < packages.length; i++) {
      out.text(i > 0 ? ",{\"package\":" : "{\"package\":");
      out.json(packages[i]).text(",\"services\":[");
      for (int j = 0; j < services[i].length; j++) {
        if (j > 0) out.text(",");
        JsonText.service(out, services[i][j]);
      }
      out.text("]}");
    }
    out.text("]").line();
  }
}
