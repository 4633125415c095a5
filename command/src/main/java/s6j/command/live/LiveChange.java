package s6j.command.live;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.formats.files.NameList;

/** {@code s6 live start}, {@code stop} and {@code restart}: one change under one lock. */
public final class LiveChange {
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Option CLEAN =
      Option.flag('c', "clean", "stop what was up for these services only, too");
  private static final Program PROGRAM =
      Subcommand.options("s6 live start").options(DRY_RUN, CLEAN, LiveTimeout.TIMEOUT);

  private final Line line;

  /** What is started again besides what is named. */
  private byte[][] parts = {};

  private final byte[][] names;
  private final long timeout;
  private final HeldLive live;

  private LiveChange(CommandCall call, Line line, long timeout) {
    this.line = line;
    this.timeout = timeout;
    names = line.operands(0);
    live = new HeldLive(call);
  }

  public static int start(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "start", false, true);
  }

  public static int stop(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "stop", true, false);
  }

  /** Of what is stopped along only what is named, and what is part of that, is started again. */
  static int restart(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "restart", true, true);
  }

  private static int run(
      CommandCall call, byte[][] arguments, String word, boolean stops, boolean starts) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(LiveTimeout.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0) return call.messages.usage("s6 live " + word + " services...");
    LiveChange change = new LiveChange(call, line, timeout);
    int code = change.live.take();
    if (code == 0 && stops && starts) code = change.findParts();
    if (code == 0 && stops) code = change.change(false);
    if (code == 0 && starts) code = change.change(true);
    change.live.release();
    return code;
  }

  private int findParts() {
    if (!live.hasRelations()) return 0;
    int code = live.readServices();
    if (code != 0) return code;
    // s6-rc tells of names that nothing has.
    for (byte[] name : names) if (live.choose(name) > 0) return 0;
    parts = live.partsToStartAgain();
    return 0;
  }

  private int change(boolean up) {
    NameList all = new NameList();
    for (byte[] name : names) all.add(name);
    for (byte[] part : parts) if (up) all.add(part);
    String how = up ? "start" : "stop";
    return live.change(how, all.toArray(), timeout, line.has(DRY_RUN), line.has(CLEAN));
  }
}
