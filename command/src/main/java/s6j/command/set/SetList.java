package s6j.command.set;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 set list} and {@code status}. */
final class SetList {
  private static final Option WITH_ESSENTIALS =
      Option.flag('E', "with-essentials", "essential services too (default)");
  private static final Option WITHOUT_ESSENTIALS =
      Option.flag('e', "without-essentials", "without essential services");
  private static final Option SET = Option.value('s', "set", "SET", "which set");
  private static final Program PROGRAM =
      Subcommand.options("s6 set status").options(WITH_ESSENTIALS, WITHOUT_ESSENTIALS, SET);
  private static final byte[] CURRENT = CString.of("current");

  private SetList() {}

  static int status(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    for (int i = 0; i < line.operandCount(); i++)
      if (!SetNames.isName(line.operands(i)[0]))
        return call.messages.fatal().text("invalid service name").exit(ExitCode.USAGE);
    return ask(call, line, false).words(line.operands(0)).show();
  }

  /** Names of services are passed over. */
  static int list(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    return line.refused() ? line.exitCode() : ask(call, line, true).become();
  }

  private static CompanionRun ask(CommandCall call, Line line, boolean namesOnly) {
    boolean hides = line.chose(WITHOUT_ESSENTIALS, WITH_ESSENTIALS);
    return new CompanionRun(call, "s6-rc-set-status")
        .anyVerbosity()
        .repository()
        .wordIf(namesOnly, "-L")
        .word(hides ? "--without-essentials" : "--with-essentials")
        .value("--", line.bytes(SET, CURRENT));
  }
}
