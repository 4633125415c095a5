package s6j.command.tell;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.formats.ScanDirectory;
import s6j.formats.files.NameList;

/** {@code s6 logs}: what services have written, in order of time, by log-view. */
public final class ServiceLogs {
  private static final Option FOLLOW =
      Option.flag('f', "follow", "go on with what is written from now on");
  private static final Option SINCE = Option.value('s', "since", "TIME", "from a time on");
  private static final Option UNTIL = Option.value('u', "until", "TIME", "up to a time");
  private static final Option OUTPUT = Option.value('o', "output", "FORM", "plain, local or json");
  private static final Option JSON = Option.flag("json", "the same as -o json");
  private static final Program PROGRAM =
      Subcommand.options("s6 logs")
          .options(FOLLOW, SINCE, UNTIL, OUTPUT, JSON)
          .takingOptionsAnywhere();

  private final CommandCall call;
  private final KnownServices known;
  private final NameList directories = new NameList();
  private final LogDirectories logs;

  private ServiceLogs(CommandCall call) {
    this.call = call;
    known = new KnownServices(call);
    logs = new LogDirectories(call.posix, directories);
  }

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return call.messages.usage(
          "s6 logs [ -f ] [ -s since ] [ -u until ] [ -o plain | local | json ] services...");
    return new ServiceLogs(call).show(line);
  }

  private int show(Line line) {
    int code = known.open();
    for (int i = 0; i < line.operandCount() && code == 0; i++)
      code = known.take(line.operands(i)[0]);
    for (int i = 0; i < known.count() && code == 0; i++) code = find(known.get(i));
    if (code != 0) return code;
    return new CompanionRun(call, "log-view")
        .wordIf(line.has(FOLLOW), "-f")
        .value("-s", line.bytes(SINCE, null))
        .value("-u", line.bytes(UNTIL, null))
        .value("-o", line.bytes(OUTPUT, null))
        .wordIf(line.has(JSON), "-ojson")
        .word("--")
        .words(directories.toArray())
        .become();
  }

  /** A service without a logger writes where its scanner does, whose logger is there for that. */
  private int find(KnownService service) {
    if (logs.add(known.logger(service))) return 0;
    KnownService rest = known.ofScandir(ScanDirectory.CATCH_ALL_LOGGER);
    if (rest == null || !logs.add(rest))
      return call.messages.fatal().text("no log is known of ").bytes(service.report.name).exit(1);
    call.messages
        .warning()
        .bytes(service.report.name)
        .text(" has no log of its own: this is the scanner's")
        .end();
    return 0;
  }
}
