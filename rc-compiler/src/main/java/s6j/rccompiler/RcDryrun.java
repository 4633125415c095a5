package s6j.rccompiler;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Pause;
import s6j.posix.Posix;

/** s6-rc-dryrun: prints what would be run, and takes its time. */
final class RcDryrun {
  private static final Option VERBOSITY =
      Option.value('v', "N", "0 prints nothing, 1 prints the words (default)").number();
  private static final Option PAUSE =
      Option.value('t', "MS", "how long to pause; 1000 if not given").number();

  private RcDryrun() {}

  static Program declaration() {
    return new Program(
            "s6-rc-dryrun",
            "rc-dryrun",
            "[ -v verbosity ] [ -t timeout ] args...",
            "prints a command line instead of running it",
            RcDryrun::run)
        .options(VERBOSITY, PAUSE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    if (line.number(VERBOSITY, 1) > 0) print(posix, arguments, line.firstOperand());
    long pause = line.number(PAUSE, 1000);
    if (pause > 0) Pause.millis(posix, pause);
    return 0;
  }

  private static void print(Posix posix, byte[][] words, int first) {
    Output out = new Output(posix, 1, 4096);
    out.bytes(CString.baseName(words[0])).text(":");
    for (int i = first; i < words.length; i++) out.text(" ").bytes(words[i]);
    out.line().flush();
  }
}
