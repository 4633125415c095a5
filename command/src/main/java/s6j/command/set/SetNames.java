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

/** {@code s6 set copy} and {@code delete}. */
final class SetNames {
  private static final Option FORCE = Option.flag('f', "force", "replace a set of that name");
  private static final Program COPY = Subcommand.options("s6 set copy").options(FORCE);
  private static final Program DELETE = Subcommand.options("s6 set delete");

  private SetNames() {}

  static boolean isName(byte[] word) {
    boolean hidden = CString.length(word) > 0 && word[0] == '.';
    return !hidden && CString.indexOf(word, '/') < 0 && CString.indexOf(word, '\n') < 0;
  }

  static int copy(CommandCall call, byte[][] arguments) {
    Line line = COPY.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    byte[][] names = line.operands(0);
    if (names.length < 2) return usage(call, ": s6 set copy [ --force ] source destination");
    if (!isName(names[0])) return refuse(call, "invalid source set name");
    if (!isName(names[1])) return refuse(call, "invalid destination set name");
    return new CompanionRun(call, "s6-rc-set-copy")
        .verbosity()
        .repository()
        .wordIf(line.has(FORCE), "-f")
        .word("--")
        .word(names[0])
        .word(names[1])
        .become();
  }

  static int delete(CommandCall call, byte[][] arguments) {
    Line line = DELETE.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    byte[][] names = line.operands(0);
    if (names.length == 0) return usage(call, ": s6 set delete names...");
    for (byte[] name : names) {
      if (!isName(name))
        return call.messages.fatal().text("invalid set name: ").bytes(name).exit(ExitCode.USAGE);
      if (CString.is(name, "current")) return refuse(call, "unable to delete current set");
    }
    return new CompanionRun(call, "s6-rc-set-delete")
        .anyVerbosity()
        .repository()
        .word("--")
        .words(names)
        .become();
  }

  private static int usage(CommandCall call, String text) {
    return new Messages(call.posix, CString.of("usage")).bare().text(text).exit(ExitCode.USAGE);
  }

  private static int refuse(CommandCall call, String text) {
    return call.messages.fatal().text(text).exit(ExitCode.USAGE);
  }
}
