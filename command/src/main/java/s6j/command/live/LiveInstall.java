package s6j.command.live;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 live install}: the committed set becomes the live one. */
final class LiveInstall {
  private static final Option BLOCK = Option.flag('b', "block", "wait rather than fail");
  private static final Option KEEP_OLD =
      Option.flag('K', "keep-old", "keep the old database and print where it is");
  private static final Option INIT = Option.flag("init", "there is no live set yet");
  private static final Option FORCE_ESSENTIALS =
      Option.flag('e', "force-essentials", "stop old essential services if needed (default)");
  private static final Option NO_FORCE_ESSENTIALS =
      Option.flag('E', "no-force-essentials", "keep old essential services up");
  private static final Option CONVERSION_FILE =
      Option.value('f', "conversion-file", "FILE", "what became of the old services");
  private static final Option SET = Option.value('s', "set", "SET", "which set");
  private static final byte[] CURRENT = CString.of("current");
  private static final Program PROGRAM =
      Subcommand.options("s6 live install")
          .options(BLOCK, KEEP_OLD, INIT, FORCE_ESSENTIALS, NO_FORCE_ESSENTIALS)
          .options(CONVERSION_FILE, SET);

  private LiveInstall() {}

  static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    return new CompanionRun(call, "s6-rc-set-install")
        .verbosity()
        .repository()
        .value("-c", call.settings.bootdb)
        .live()
        .wordIf(line.has(BLOCK), "-b")
        .wordIf(line.has(KEEP_OLD), "-K")
        .word(line.chose(NO_FORCE_ESSENTIALS, FORCE_ESSENTIALS) ? "-E" : "-e")
        .value("-f", line.bytes(CONVERSION_FILE, null))
        .wordIf(line.has(INIT), "--no-update")
        .value("--", line.bytes(SET, CURRENT))
        .become();
  }
}
