package s6j.command.set;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 set enable} and its kin: the states of services in a set. */
public final class SetStates {
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Option NO_DRY_RUN = Option.flag("no-dry-run", "do it (default)");
  private static final Option FAIL =
      Option.flag('i', "fail-on-dependencies", "fail if others are needed");
  private static final Option NO_FAIL =
      Option.flag('I', "no-fail-on-dependencies", "do not fail then (default)");
  private static final Option PULL =
      Option.flag('p', "pull-dependencies", "change the others as well");
  private static final Option NO_PULL =
      Option.flag('P', "no-pull-dependencies", "warn of the others (default)");
  private static final Option SET = Option.value('s', "set", "SET", "which set");
  private static final Program PROGRAM =
      Subcommand.options("s6 set enable")
          .options(DRY_RUN, NO_DRY_RUN, FAIL, NO_FAIL, PULL, NO_PULL, SET);
  private static final String ALWAYS = "always";
  private static final byte[] CURRENT = CString.of("current");

  private SetStates() {}

  public static int enable(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "active", "enable");
  }

  public static int disable(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "usable", "disable");
  }

  static int mask(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "masked", "mask");
  }

  static int unmask(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "usable", "unmask");
  }

  static int makeEssential(CommandCall call, byte[][] arguments) {
    return run(call, arguments, ALWAYS, "make-essential");
  }

  private static int run(CommandCall call, byte[][] arguments, String state, String word) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return new Messages(call.posix, CString.of("usage"))
          .bare()
          .text(": s6 set ")
          .text(word)
          .text(" [ --dry-run ] [ --fail-on-dependencies | --pull-dependencies ]")
          .text(" [ --set=setname ] services...")
          .exit(ExitCode.USAGE);
    return new CompanionRun(call, "s6-rc-set-change")
        .verbosity()
        .repository()
        .wordIf(line.chose(DRY_RUN, NO_DRY_RUN), "-n")
        .wordIf(state.equals(ALWAYS), "-e")
        .wordIf(line.chose(FAIL, NO_FAIL), "-i")
        .wordIf(line.chose(PULL, NO_PULL), "-p")
        .value("--", line.bytes(SET, CURRENT))
        .word(state)
        .words(line.operands(0))
        .become();
  }
}
