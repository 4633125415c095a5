package s6j.faults.simulation;

import s6j.posix.FakePosix;

/**
 * Two versions of a set of services under the service manager, as source directories {@code
 * /source-a} and {@code /source-b}: longruns and oneshots that need each other, some essential, and
 * pipelines. Some are in one version alone, some need others there.
 */
final class Definitions {
  private final FakePosix machine;
  private final String source;
  private final StringBuilder all = new StringBuilder();
  private final StringBuilder some = new StringBuilder();

  private Definitions(FakePosix machine, String version) {
    this.machine = machine;
    source = "/source-" + version + "/";
  }

  static void write(FakePosix machine) {
    for (String version : new String[] {"a", "b"}) new Definitions(machine, version).write(version);
  }

  private void write(String version) {
    boolean first = version.equals("a");
    oneshot("net", "");
    oneshot("disk", first ? "" : "net");
    oneshot("only-" + version + "-once", "disk");
    longrun("base", "plain", "net");
    machine.file(source + "base/flag-essential", "");
    longrun("r0", "ready", first ? "net disk" : "disk");
    longrun("r1", "plain", first ? "r0" : "");
    longrun("r2", "plain", first ? "" : "r1 base");
    longrun("only-" + version, "ready", "r0");
    pipeline("p0", "disk");
    if (!first) pipeline("p1", "");
    bundle("all", all);
    bundle("some", some);
  }

  private void oneshot(String name, String needed) {
    machine.file(source + name + "/type", "oneshot\n");
    machine.file(source + name + "/up", "/usr/bin/work up " + name + "\n");
    machine.file(source + name + "/down", "/usr/bin/work down " + name + "\n");
    need(name, needed);
    all.append(name).append('\n');
  }

  private void longrun(String name, String kind, String needed) {
    machine.file(source + name + "/type", "longrun\n");
    script(name, kind);
    if (kind.equals("ready")) machine.file(source + name + "/notification-fd", "3\n");
    need(name, needed);
    all.append(name).append('\n');
    if (!name.equals("base")) some.append(name).append('\n');
  }

  private void pipeline(String name, String needed) {
    longrun(name, "writer", "");
    longrun(name + "-log", "logger", needed);
    machine.file(source + name + "/producer-for", name + "-log\n");
    machine.file(source + name + "-log/consumer-for", name + "\n");
  }

  private void script(String name, String kind) {
    byte[] text = ("#!fake " + kind + " " + name + "\n").getBytes();
    machine.file(source + name + "/run", text, 0755);
  }

  private void need(String name, String needed) {
    if (needed.isEmpty()) return;
    machine.file(source + name + "/dependencies", needed.replace(' ', '\n') + "\n");
  }

  private void bundle(String name, StringBuilder contents) {
    machine.file(source + name + "/type", "bundle\n");
    machine.file(source + name + "/contents", contents.toString());
  }
}
