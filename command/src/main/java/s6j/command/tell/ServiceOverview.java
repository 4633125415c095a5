package s6j.command.tell;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.command.call.Columns;
import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 status}: all services in one table, with what is odd about them. */
public final class ServiceOverview {
  private static final Option ALL = Option.flag('a', "all", "those of s6-rc itself, too");
  private static final Option JSON = Option.flag("json", "print JSON");
  private static final Program PROGRAM =
      Subcommand.options("s6 status").options(ALL, JSON).takingOptionsAnywhere();
  private static final String[] HEADS = {"SERVICE", "STATE", "SINCE", "PID", "READY", "NOTE"};

  private ServiceOverview() {}

  /** 1 if something is failing or stopped. */
  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    KnownServices known = new KnownServices(call);
    int code = known.open();
    boolean some = line.operandCount() > 0;
    if (code == 0 && !some) code = known.takeAll();
    for (int i = 0; i < line.operandCount() && code == 0; i++)
      code = known.take(line.operands(i)[0]);
    if (code != 0) return code;
    Output out = call.output();
    boolean showsOwn = some || line.has(ALL);
    if (line.has(JSON)) json(known, showsOwn, out);
    else table(known, showsOwn).print(out);
    int odd = 0;
    for (int i = 0; i < known.count(); i++)
      if (shows(known.get(i), showsOwn) && known.get(i).word.isOdd()) odd = 1;
    return out.finish(call.messages, odd);
  }

  /** How many {@link #table} shows without s6-rc's own. */
  static int countShown(KnownServices known) {
    int shown = 0;
    for (int i = 0; i < known.count(); i++) if (shows(known.get(i), false)) shown++;
    return shown;
  }

  /** The service in a row of that table, from 0. */
  static KnownService shown(KnownServices known, int row) {
    int i = 0;
    for (int left = row; !shows(known.get(i), false) || left-- > 0; ) i++;
    return known.get(i);
  }

  private static boolean shows(KnownService service, boolean showsOwn) {
    return showsOwn || !service.isOwn();
  }

  static Columns table(KnownServices known, boolean showsOwn) {
    Columns columns = new Columns(HEADS.length);
    for (String head : HEADS) columns.add(CString.of(head));
    for (int i = 0; i < known.count(); i++) {
      KnownService service = known.get(i);
      if (!shows(service, showsOwn)) continue;
      columns.add(service.report.name).add(CString.of(service.word.word));
      columns.add(CString.of(service.age())).add(service.pid());
      columns.add(CString.of(service.readiness())).add(CString.of(service.note()));
    }
    return columns;
  }

  private static void json(KnownServices known, boolean showsOwn, Output out) {
    boolean first = true;
    for (int i = 0; i < known.count(); i++) {
      if (!shows(known.get(i), showsOwn)) continue;
      out.text(first ? "[\n" : ",\n");
      known.get(i).json(out);
      first = false;
    }
    out.text(first ? "[]\n" : "\n]\n");
  }
}
