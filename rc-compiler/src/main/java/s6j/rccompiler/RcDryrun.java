package s6j.rccompiler;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** s6-rc-dryrun: prints what would be run, and takes its time. */
final class RcDryrun {
  private static final long DEFAULT_PAUSE_MILLIS = 1000;

  private RcDryrun() {}

  static Program declaration() {
    return new Program(
            "s6-rc-dryrun",
            "rc-dryrun",
            "[ -v verbosity ] [ -t timeout ] args...",
            "prints a command line instead of running it",
            RcDryrun::run)
        .value('v', "N", "0 prints nothing, 1 prints the words (default)")
        .value('t', "MS", "how long to pause; 1000 if not given");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Options options = new Options(program, arguments);
    long verbosity = 1;
    long pause = DEFAULT_PAUSE_MILLIS;
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      if (letter != 'v' && letter != 't') return options.refuse(messages);
      long number = Decimal.parse(options.value());
      if (number == Decimal.INVALID) return messages.usage(program);
      if (letter == 'v') verbosity = number;
      else pause = number;
    }
    int first = options.firstOperand();
    if (first == arguments.length) return messages.usage(program);
    if (verbosity > 0) print(posix, arguments, first);
    if (pause > 0) posix.poll(new Poller(1), (int) Math.min(pause, Integer.MAX_VALUE));
    return 0;
  }

  private static void print(Posix posix, byte[][] words, int first) {
    Output out = new Output(posix, 1, 4096);
    out.bytes(CString.baseName(words[0])).text(":");
    for (int i = first; i < words.length; i++) out.text(" ").bytes(words[i]);
    out.line().flush();
  }
}
