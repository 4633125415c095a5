package s6j.rc.answer;

import s6j.cli.Output;
import s6j.formats.RcDatabase;
import s6j.posix.Decimal;

/** {@code rc times}: the last start, service by service, and its critical path. */
public final class TimesTable {
  private static final long SECOND = 1_000_000;
  private static final long MILLI = 1000;

  private final Output out;
  private final RcDatabase database;
  private final LastStart start;

  public TimesTable(Output out, RcDatabase database, LastStart start) {
    this.out = out;
    this.database = database;
    this.start = start;
  }

  /** Prints services that are {@code shown}, and the path if all are. */
  public void print(boolean[] shown) {
    int[] path = start.criticalPath();
    boolean[] critical = new boolean[database.count()];
    for (int service : path) critical[service] = true;
    int width = width(shown);
    out.text("SERVICE");
    blanks(width - 7).text("  BEGAN     TOOK    RESULT").line();
    for (int i = 0; i < start.count(); i++)
      if (shown[start.service(i)]) row(start.service(i), width, critical[start.service(i)]);
    out.number(start.count()).text(start.count() == 1 ? " service in " : " services in ");
    seconds(start.total(), 0).text(" s").line();
    if (path.length == 0) return;
    out.text("critical path:");
    for (int i = 0; i < path.length; i++) {
      out.text(i == 0 ? " " : " > ").bytes(database.nameOf(path[i])).text(" ");
      seconds(start.duration(path[i]), 0);
    }
    out.line();
  }

  private int width(boolean[] shown) {
    int width = 7;
    for (int i = 0; i < start.count(); i++)
      if (shown[start.service(i)])
        width = Math.max(width, database.nameOf(start.service(i)).length);
    return width;
  }

  private void row(int service, int width, boolean critical) {
    out.bytes(database.nameOf(service));
    blanks(width - database.nameOf(service).length).text("  ");
    seconds(start.offset(service), 8).text("  ");
    seconds(start.duration(service), 6).text(start.succeeded[service] ? "  ok" : "  failed");
    out.text(critical ? ", critical" : "").line();
  }

  /** Seconds with three places, left-aligned in a column. */
  private Output seconds(long micros, int width) {
    byte[] whole = Decimal.string(micros / SECOND);
    out.bytes(whole).text(".");
    long millis = micros % SECOND / MILLI;
    out.text(millis < 10 ? "00" : millis < 100 ? "0" : "").number(millis);
    return blanks(width - whole.length - 4);
  }

  private Output blanks(int count) {
    for (int i = 0; i < count; i++) out.text(" ");
    return out;
  }

  /** One object: began, seconds, services, criticalPath. */
  public void json(boolean[] shown) {
    out.text("{\"began\":").number(start.began() / SECOND);
    out.text(",\"microseconds\":").number(start.total()).text(",\"services\":[");
    boolean first = true;
    for (int i = 0; i < start.count(); i++) {
      int service = start.service(i);
      if (!shown[service]) continue;
      out.text(first ? "\n" : ",\n").text("{\"name\":").json(database.nameOf(service));
      out.text(",\"began\":").number(start.offset(service));
      out.text(",\"took\":").number(start.duration(service));
      out.text(",\"succeeded\":").text(start.succeeded[service] ? "true" : "false").text("}");
      first = false;
    }
    out.text("],\n\"criticalPath\":[");
    int[] path = start.criticalPath();
    for (int i = 0; i < path.length; i++)
      out.text(i == 0 ? "" : ",").json(database.nameOf(path[i]));
    out.text("]}").line();
  }
}
