package s6j.log.view;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.log.loop.LogMain;
import s6j.log.stamp.CivilTime;
import s6j.log.stamp.LineTime;
import s6j.log.stamp.Stamps;
import s6j.posix.CString;
import s6j.posix.Pause;
import s6j.posix.Posix;

/** log-view: shows log directories as one stream in order of time, and follows them. */
public final class LogView {
  private static final int STDOUT = 1;
  private static final int OUT_BYTES = 65536;

  /** How often followed directories are looked at: nothing tells when a file grows. */
  private static final int LOOK_MILLIS = 100;

  private static final Option FOLLOW =
      Option.flag('f', "follow", "go on with what is written from now on");
  private static final Option SINCE =
      Option.value(
          's',
          "since",
          "time",
          "from a time on: a label, a local date and time, or 10m, 2h, 1d ago");
  private static final Option UNTIL = Option.value('u', "until", "time", "up to a time");
  private static final Option OUTPUT =
      Option.value(
          'o', "output", "form", "plain (as stored), local (readable local time), or json");

  private enum Form {
    PLAIN,
    LOCAL,
    JSON
  }

  private final Posix posix;
  private final Messages messages;
  private final Output out;
  private final LineTime lineTime;
  private final int[] fields = new int[6];
  private final byte[] date = new byte[Stamps.LOCAL];
  private LogSource[] sources = {};
  private Merge merge = new Merge(sources);
  private Form form = Form.PLAIN;
  private boolean follows;

  /** The source whose long line is shown in part; or null. */
  private @Nullable LogSource begun;

  private long since = Long.MIN_VALUE;
  private long until = Long.MAX_VALUE;

  private LogView(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
    this.out = new Output(posix, STDOUT, OUT_BYTES);
    this.lineTime = new LineTime(posix);
  }

  public static Program declaration() {
    return new Program(
            "log-view",
            null,
            "[ -f ] [ -s since ] [ -u until ] [ -o plain | local | json ] logdir...",
            "shows log directories as one stream in order of time",
            LogView::run)
        .options(FOLLOW, SINCE, UNTIL, OUTPUT)
        .takingOptionsAnywhere();
  }

  public static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = LogMain.messages(posix, arguments[0]);
    LogView view = new LogView(posix, messages);
    Line line = program.open(arguments, messages);
    if (line.isWrong() || line.operandCount() == 0 || !view.take(line)) return line.usage();
    allowManyDescriptors(posix);
    int code = view.open(line.operands(0));
    if (code == 0) code = view.show();
    for (LogSource source : view.sources) if (source != null) source.close();
    return code;
  }

  /** Each directory takes three: itself, the file shown, and the one before that. */
  private static void allowManyDescriptors(Posix posix) {
    long[] limit = new long[2];
    if (posix.getLimit(Posix.RLIMIT_NOFILE, limit) >= 0)
      posix.setLimit(Posix.RLIMIT_NOFILE, limit[1], limit[1]);
  }

  /** Whether all values are right. */
  private boolean take(Line line) {
    follows = line.has(FOLLOW);
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      long time =
          given.value == null ? 0 : lineTime.given(given.value, CString.length(given.value));
      if (given.option == SINCE) since = time;
      if (given.option == UNTIL) until = time;
      if (given.option == OUTPUT ? !readForm(given.value) : time == LineTime.NONE) return false;
    }
    return true;
  }

  private boolean readForm(byte[] value) {
    if (CString.is(value, "local")) form = Form.LOCAL;
    else if (CString.is(value, "json")) form = Form.JSON;
    else return CString.is(value, "plain");
    return true;
  }

  private int open(byte[][] directories) {
    sources = new LogSource[directories.length];
    for (int i = 0; i < sources.length; i++) {
      byte[] path = directories[i];
      sources[i] = new LogSource(posix, messages, path, serviceOf(path), lineTime, i);
      if (sources[i].error() < 0)
        return messages
            .fatal()
            .unableTo("open ")
            .bytes(path)
            .exit(ExitCode.SYSTEM, sources[i].error());
      if (since != Long.MIN_VALUE) sources[i].skipTo(since);
    }
    merge = new Merge(sources);
    return 0;
  }

  /** The last part of the path that is not merely the usual name of a log directory. */
  public static byte[] serviceOf(byte[] path) {
    byte[] rest = path;
    byte[] name = CString.baseName(rest);
    while (isUsual(name) && CString.lastIndexOf(rest, '/') > 0) {
      rest = CString.slice(rest, 0, CString.lastIndexOf(rest, '/'));
      name = CString.baseName(rest);
    }
    return CString.length(name) == 0 ? path : name;
  }

  private static boolean isUsual(byte[] name) {
    return CString.length(name) == 0
        || CString.is(name, "main")
        || CString.is(name, "log")
        || CString.is(name, ".");
  }

  // ---- showing ---------------------------------------------------------------------------------

  private int show() {
    int error = 0;
    boolean goesOn = true;
    while (error >= 0 && goesOn) {
      showWhatIsThere();
      error = out.flush();
      goesOn = follows && (until == Long.MAX_VALUE || posix.realtimeNanos() <= until);
      if (goesOn) Pause.millis(posix, LOOK_MILLIS);
    }
    if (error < 0) return messages.fatal().unableTo("write to stdout").exit(ExitCode.SYSTEM, error);
    for (LogSource source : sources) if (source.isIncomplete()) return ExitCode.SYSTEM;
    return 0;
  }

  private void showWhatIsThere() {
    if (begun != null && !showLine(begun)) return;
    for (LogSource source = merge.begin(follows); source != null; source = merge.next(follows))
      if (!showLine(source)) return;
  }

  /** Shows the present line; false if its end is not written yet: before it no other is shown. */
  private boolean showLine(LogSource source) {
    begun = source;
    while (source.hasLine(follows)) {
      boolean isLast = source.isLast();
      if (source.time() >= since && source.time() <= until) showPiece(source);
      source.advance();
      if (!isLast) continue;
      begun = null;
      return true;
    }
    return false;
  }

  private void showPiece(LogSource source) {
    int from = source.isFirst() ? showHead(source) : source.from();
    if (form == Form.JSON) out.jsonText(source.buffer(), from, source.to());
    else out.bytes(source.buffer(), from, source.to() - from);
    if (source.isLast()) out.text(form == Form.JSON ? "\"}" : "").line();
  }

  /** Shows what precedes the text of a line; where that begins. */
  private int showHead(LogSource source) {
    long time = lineTime.of(source.buffer(), source.from(), source.to());
    int text = source.from() + lineTime.length();
    if (form == Form.JSON) {
      showJsonHead(source);
      return text;
    }
    if (sources.length > 1) out.bytes(source.service()).text(": ");
    if (form == Form.LOCAL && time != LineTime.NONE) showDate(time, true);
    return form == Form.LOCAL ? text : source.from();
  }

  private void showDate(long time, boolean local) {
    long second = Math.floorDiv(time, 1_000_000_000L);
    if (local) posix.localTime(second, fields);
    else CivilTime.utc(second < 0 ? 0 : second, fields);
    Stamps.date(fields, date, 0);
    Stamps.decimal((int) Math.floorMod(time, 1_000_000_000L), date, 20, 9);
    if (!local) date[10] = 'T';
    out.bytes(date, 0, date.length).text(local ? "  " : "Z");
  }

  private void showJsonHead(LogSource source) {
    out.text("{\"service\":\"");
    out.jsonText(source.service(), 0, CString.length(source.service()));
    out.text("\",");
    if (source.time() != LineTime.NONE) {
      out.text("\"time\":\"");
      showDate(source.time(), false);
      out.text("\",");
    }
    out.text("\"line\":\"");
  }
}
