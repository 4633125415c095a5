package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-sudo: ipcclient and sudoc, one behind the other (s6-sudo page). */
final class Sudo {
  private static final int LOUDEST = 4;

  private int verbosity = 1;
  private boolean bare;
  private byte[] bindPath;
  private byte[] localName;
  private long timeoutMillis;
  private long runMillis;

  private Sudo() {}

  static Program declaration() {
    return new Program(
            "s6-sudo",
            null,
            "[ -q | -Q | -v ] [ -p bindpath ] [ -l localname ] [ -e ] [ -t timeout ]"
                + " [ -T timeoutrun ] path [ args... ]",
            "has a server run its program with arguments of the caller",
            Sudo::run)
        .flag('q', "be quieter")
        .flag('Q', "be as loud as usual (default)")
        .flag('v', "be louder")
        .value('p', "bindpath", "bind this end to a path first")
        .value('l', "localname", "value of IPCLOCALPATH instead of this end's path")
        .flag('e', "send no environment")
        .value('t', "timeout", "milliseconds until the program must have started; 0 is never")
        .value('T', "timeoutrun", "milliseconds until the program must have ended; 0 is never");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Sudo sudo = new Sudo();
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!sudo.take(option, options.value())) return options.refuse(messages);
    int first = options.firstOperand();
    if (first >= arguments.length || sudo.timeoutMillis < 0 || sudo.runMillis < 0)
      return messages.usage(program);
    CommandLine line = new CommandLine(posix, arguments[0]);
    sudo.compose(line, arguments, first);
    return new NextProgram(posix, messages, line.words()).exec();
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'q' -> verbosity = verbosity > 0 ? verbosity - 1 : 0;
      case 'Q' -> verbosity = 1;
      case 'v' -> verbosity++;
      case 'p' -> bindPath = value;
      case 'l' -> localName = value;
      case 'e' -> bare = true;
      case 't' -> timeoutMillis = Decimal.parse(value);
      case 'T' -> runMillis = Decimal.parse(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void compose(CommandLine line, byte[][] arguments, int first) {
    line.program("s6-ipcclient").addIf(verbosity == 0, "-q");
    for (int i = 1; i < verbosity && i < LOUDEST; i++) line.add("-v");
    line.option("-p", bindPath).option("-l", localName).add("--").add(arguments[first]);
    line.program("s6-sudoc").addIf(bare, "-e");
    line.option("-t", timeoutMillis).option("-T", runMillis).add("--").addAll(arguments, first + 1);
  }
}
