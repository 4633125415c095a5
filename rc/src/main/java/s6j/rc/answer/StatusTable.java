package s6j.rc.answer;

import s6j.cli.Output;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Signal;

/** {@code rc status}: all services in one table, or as JSON. */
public final class StatusTable {
  private static final int COLUMNS = 8;

  private final Output out;
  private final NameList cells = new NameList();

  public StatusTable(Output out) {
    this.out = out;
    String[] heads = {"SERVICE", "TYPE", "STATE", "WANTED", "SINCE", "PID", "READY", "EXIT"};
    for (String head : heads) cells.add(head);
  }

  public void add(ServiceReport report) {
    cells.add(report.name).add(report.longrun ? "longrun" : "oneshot");
    cells.add(report.up ? "up" : "down");
    if (!report.supervised) {
      for (int i = 3; i < COLUMNS; i++) cells.add("-");
      return;
    }
    cells.add(report.status.wantUp ? "up" : "down");
    cells.add(CString.concat(Decimal.string(report.seconds), CString.of("s")));
    boolean running = report.status.isUp();
    cells.add(running ? Decimal.string(report.status.pid) : CString.of("-"));
    if (report.isUnhealthy()) cells.add("unhealthy");
    else cells.add(running && report.notifies ? report.status.ready ? "yes" : "no" : "-");
    cells.add(lastExit(report));
  }

  private static byte[] lastExit(ServiceReport report) {
    int signal = report.status.signal();
    if (signal != 0) return CString.of(Signal.name(signal));
    int code = report.status.exitCode();
    return code < 0 ? CString.of("-") : Decimal.string(code);
  }

  public void print() {
    int[] widths = new int[COLUMNS];
    for (int i = 0; i < cells.count(); i++)
      widths[i % COLUMNS] = Math.max(widths[i % COLUMNS], cells.get(i).length);
    for (int i = 0; i < cells.count(); i++) {
      out.bytes(cells.get(i));
      if (i % COLUMNS == COLUMNS - 1) out.line();
      else for (int j = cells.get(i).length; j < widths[i % COLUMNS] + 2; j++) out.text(" ");
    }
  }

  /** One object of the array that {@code --json} prints. */
  public static void json(Output out, ServiceReport report) {
    members(out, report);
    out.text("}");
  }

  /** The same, to be added to and closed. */
  public static void members(Output out, ServiceReport report) {
    out.text("{\"name\":").json(report.name);
    out.text(",\"type\":\"").text(report.longrun ? "longrun" : "oneshot");
    out.text("\",\"state\":\"").text(report.up ? "up" : "down").text("\"");
    flag(out, "named", report.named);
    flag(out, "essential", report.essential);
    flag(out, "supervised", report.supervised);
    if (report.supervised) supervised(out, report);
  }

  private static void supervised(Output out, ServiceReport report) {
    flag(out, "wantedUp", report.status.wantUp);
    flag(out, "running", report.status.isUp());
    flag(out, "ready", report.status.isUp() && report.status.ready);
    number(out, "seconds", report.seconds);
    if (report.status.isUp()) number(out, "pid", report.status.pid);
    if (report.status.exitCode() >= 0) number(out, "exitCode", report.status.exitCode());
    int signal = report.status.signal();
    if (signal != 0) out.text(",\"signal\":\"").text(Signal.name(signal)).text("\"");
    if (report.isChecked) out.text(",\"health\":\"").text(report.health.verdict.word).text("\"");
    if (report.told.length > 0) out.text(",\"told\":").json(report.told);
  }

  private static void flag(Output out, String name, boolean value) {
    out.text(",\"").text(name).text("\":").text(value ? "true" : "false");
  }

  private static void number(Output out, String name, long value) {
    out.text(",\"").text(name).text("\":").number(value);
  }
}
