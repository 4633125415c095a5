package s6j.command.live;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.SlashedLines;
import s6j.command.call.Subcommand;
import s6j.formats.ByteSink;
import s6j.formats.NameTable;
import s6j.posix.CString;

/** {@code s6 live status}: the services that are up, then those that are down. */
final class LiveStatus {
  private static final Option WITHOUT_ESSENTIALS =
      Option.flag('e', "without-essentials", "without essential services (default)");
  private static final Option WITH_ESSENTIALS =
      Option.flag('E', "with-essentials", "essential services too");
  private static final Program PROGRAM =
      Subcommand.options("s6 live status").options(WITHOUT_ESSENTIALS, WITH_ESSENTIALS);

  private final CommandCall call;
  private final boolean essentials;
  private final NameTable asked = new NameTable();
  private final ByteSink shown = new ByteSink(4096);
  private boolean all;

  private LiveStatus(CommandCall call, boolean essentials) {
    this.call = call;
    this.essentials = essentials;
  }

  static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    boolean essentials = line.chose(WITH_ESSENTIALS, WITHOUT_ESSENTIALS);
    return new LiveStatus(call, essentials).show(line.operands(0));
  }

  private int show(byte[][] names) {
    all = names.length == 0;
    int code = all ? 0 : expand(names);
    if (code != 0) return code;
    ByteSink states = new ByteSink(4096);
    code =
        new CompanionRun(call, "s6-rc")
            .live()
            .word(essentials ? "-cbE" : "-cbe")
            .word("list")
            .capture(states);
    SlashedLines lines = new SlashedLines(states);
    take(lines, "up");
    take(lines, "down");
    Output out = call.output();
    if (call.settings.color) new SlashedLines(shown).print(out);
    else out.bytes(shown.array(), 0, shown.length());
    return out.finish(call.messages, code);
  }

  /** What the names stand for: 0, or the exit code of who knows. */
  private int expand(byte[][] names) {
    ByteSink atomics = new ByteSink(4096);
    int code =
        new CompanionRun(call, "s6-rc-db")
            .live()
            .word(essentials ? "-bE" : "-be")
            .word("--")
            .word("atomics")
            .words(names)
            .capture(atomics);
    SlashedLines lines = new SlashedLines(atomics);
    while (code == 0 && lines.next()) asked.add(lines.line());
    return code;
  }

  private void take(SlashedLines lines, String state) {
    for (lines.again(); lines.next(); )
      if (CString.is(lines.part(1), state) && (all || asked.find(lines.part(0)) >= 0))
        shown.put(lines.line()).put('\n');
  }
}
