package s6j.packages;

import s6j.cli.Output;

/** What {@code --json} prints. */
final class JsonText {
  private JsonText() {}

  /** An array of strings. */
  static Output strings(Output out, byte[][] strings) {
    out.text("[");
    for (int i = 0; i < strings.length; i++) out.text(i > 0 ? "," : "").json(strings[i]);
    return out.text("]");
  }

  static void service(Output out, PackageService service) {
    out.text("{\"name\":").json(service.name).text(",\"status\":\"").text(service.status());
    out.text("\",\"seconds\":").number(service.seconds);
    out.text(",\"restarts\":").number(service.restarts).text(",\"attributes\":[");
    String between = "\"";
    Attribute[] attributes = Attribute.values();
    for (int i = 0; i < Attribute.SHOWN; i++) {
      if (!attributes[i].fits(service)) continue;
      out.text(between).text(attributes[i].word).text("\"");
      between = ",\"";
    }
    pid(out.text("],\"pid\":"), service.pid).text(",\"supervisorPid\":");
    pid(out, service.supervisorPid).text("}");
  }

  private static Output pid(Output out, int pid) {
    return pid > 0 ? out.number(pid) : out.text("null");
  }
}
