package s6j.command.set;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.GlobalSettings;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 set apply}: commits a set, installs it, and brings its services up, others down. */
public final class SetApply {
  private static final Option BLOCK = Option.flag('b', "block", "wait rather than fail");
  private static final Option BUNDLE =
      Option.value(
          'D', "default-bundle", "NAME", "bundle of what is enabled; default if not given");
  private static final Option CONVERSION_FILE =
      Option.value('f', "conversion-file", "FILE", "what became of the old services");
  private static final Option SET = Option.value('s', "set", "SET", "which set");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "end the change after so many milliseconds; 0 is never")
          .complaint("timeout must be an integer (milliseconds)");
  private static final Program PROGRAM =
      Subcommand.options("s6 set apply").options(BLOCK, BUNDLE, CONVERSION_FILE, SET, TIMEOUT);
  private static final byte[] USUAL = CString.of(GlobalSettings.DEFAULT_BUNDLE);
  private static final byte[] CURRENT = CString.of("current");

  private SetApply() {}

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    byte[] bundle = line.bytes(BUNDLE, USUAL);
    int code = commit(call, bundle, line.bytes(SET, CURRENT)).runStep();
    if (code == 0) code = install(call, line).runStep();
    if (code != 0) return code;
    return new CompanionRun(call, "s6-rc")
        .verbosity()
        .timeout(timeout)
        .word("-pe")
        .live()
        .wordIf(line.has(BLOCK), "-b")
        .word("--")
        .word("change")
        .word(bundle)
        .become();
  }

  private static CompanionRun commit(CommandCall call, byte[] bundle, byte[] set) {
    return new CompanionRun(call, "s6-rc-set-commit")
        .tellingFirstProblem()
        .verbosity()
        .repository()
        .value("-D", bundle)
        .holderUser()
        .value("--", set);
  }

  private static CompanionRun install(CommandCall call, Line line) {
    return new CompanionRun(call, "s6-rc-set-install")
        .verbosity()
        .repository()
        .value("-c", call.settings.bootdb)
        .live()
        .wordIf(line.has(BLOCK), "-b")
        .value("-f", line.bytes(CONVERSION_FILE, null))
        .value("--", line.bytes(SET, CURRENT));
  }
}
