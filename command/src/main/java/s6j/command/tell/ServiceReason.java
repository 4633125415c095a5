package s6j.command.tell;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.formats.ByteSink;
import s6j.formats.Cdb;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Posix;

/** {@code s6 why}: the reason for the state of a service. */
public final class ServiceReason {
  private static final Option JSON = Option.flag("json", "print JSON");
  private static final Program PROGRAM =
      Subcommand.options("s6 why").options(JSON).takingOptionsAnywhere();

  private final CommandCall call;
  private final byte[] name;
  private final boolean isJson;
  private final ByteSink text = new ByteSink(256);

  private ServiceReason(CommandCall call, byte[] name, boolean isJson) {
    this.call = call;
    this.name = name;
    this.isJson = isJson;
  }

  /** 0 if it is up, 1 if not. */
  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() != 1) return call.messages.usage("s6 why [ --json ] service");
    return new ServiceReason(call, line.operands(0)[0], line.has(JSON)).tell();
  }

  private int tell() {
    KnownServices known = new KnownServices(call);
    int code = known.open();
    if (code != 0) return code;
    boolean isLive = known.findLive(name) != Cdb.ABSENT;
    code = known.take(name);
    if (code != 0) return code;
    KnownService service = known.get(0);
    code = isLive ? ofLive(service) : ofScandir(service);
    return code > 1 ? code : print(code, service);
  }

  private int ofLive(KnownService service) {
    if (service.word == ServiceWord.SKIPPED) {
      text.put(name).put(" was skipped: ").put(service.skipped).put('\n');
      return 1;
    }
    int code =
        new CompanionRun(call, "s6-rc").live().word("--").word("why").word(name).capture(text);
    if (service.trouble != null)
      text.put(service.report.name).put(": ").put(service.trouble).put('\n');
    return code;
  }

  private int print(int code, KnownService service) {
    Output out = call.output();
    if (!isJson) return out.bytes(text.array(), 0, text.length()).finish(call.messages, code);
    int end = text.length();
    while (end > 0 && text.array()[end - 1] == '\n') end--;
    out.text("{\"name\":").json(name).text(",\"up\":").text(code == 0 ? "true" : "false");
    out.text(",\"why\":\"");
    for (int from = 0; from < end; from++) {
      int to = from;
      while (to < end && text.array()[to] != '\n') to++;
      out.jsonText(text.array(), from, to).text(to < end ? "\\n" : "");
      from = to;
    }
    out.text("\"");
    if (service.word == ServiceWord.SKIPPED) out.text(",\"skipped\":").json(service.skipped);
    return out.text("}\n").finish(call.messages, code);
  }

  /** What its supervisor tells. */
  private int ofScandir(KnownService service) {
    boolean isUp = service.word == ServiceWord.UP;
    text.put(name).put(isUp ? " is up: " : " is not up: ").put(reason(service)).put('\n');
    return isUp ? 0 : 1;
  }

  private String reason(KnownService service) {
    long seconds = service.report.seconds;
    String running = "it runs as pid " + service.report.status.pid + " for " + seconds + " s";
    return switch (service.word) {
      case UP, SKIPPED -> running;
      case STARTING -> running + " and has not notified readiness";
      case STOPPING -> running + ", and was told to end";
      case FAILING -> "it is wanted up, and down for " + seconds + " s" + end(service);
      case STOPPED -> "it gave up or was brought down" + end(service) + ", " + seconds + " s ago";
      case DOWN -> isDown(service);
      case UNKNOWN -> "its supervisor cannot be asked: " + service.note();
    };
  }

  private String isDown(KnownService service) {
    if (!service.report.supervised) return "it has no supervisor";
    byte[] down = CString.path(service.directory, ServiceDirectory.DOWN);
    return call.posix.access(Posix.CWD, down, Posix.F_OK) >= 0
        ? "it has a file down, and nobody has started it"
        : "nobody wants it to be" + end(service);
  }

  private static String end(KnownService service) {
    String trouble = service.trouble == null ? "" : ": " + service.trouble;
    String end = service.lastEnd();
    return end.isEmpty() ? trouble : trouble + ", " + end;
  }
}
