package s6j.ipc.sudo;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.ipc.server.CommandLine;
import s6j.ipc.server.Ipcclient;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-sudo: ipcclient and sudoc, one behind the other (s6-sudo page). */
public final class Sudo {
  private static final int LOUDEST = 4;

  private static final Option QUIET = Option.flag('q', "be quieter");
  private static final Option USUAL = Option.flag('Q', "be as loud as usual (default)");
  private static final Option VERBOSE = Option.flag('v', "be louder");
  private static final Option BIND_PATH =
      Option.value('p', "bindpath", "bind this end to a path first");
  private static final Option LOCAL_NAME =
      Option.value('l', "localname", "value of IPCLOCALPATH instead of this end's path");
  private static final Option BARE = Option.flag('e', "send no environment");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "milliseconds until the program must have started; 0 is never");
  private static final Option RUN_TIMEOUT =
      Option.value('T', "timeoutrun", "milliseconds until the program must have ended; 0 is never");

  private Sudo() {}

  public static Program declaration() {
    return new Program(
            "s6-sudo",
            null,
            "[ -q | -Q | -v ] [ -p bindpath ] [ -l localname ] [ -e ] [ -t timeout ]"
                + " [ -T timeoutrun ] path [ args... ]",
            "has a server run its program with arguments of the caller",
            Sudo::run)
        .options(QUIET, USUAL, VERBOSE, BIND_PATH, LOCAL_NAME, BARE, TIMEOUT, RUN_TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    long timeoutMillis = line.number(TIMEOUT, 0);
    long runMillis = line.number(RUN_TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    CommandLine words = new CommandLine(posix, arguments[0]);
    callClient(words, line);
    words.program("s6-sudoc").addIf(line.has(BARE), "-e");
    words.option("-t", timeoutMillis).option("-T", runMillis).add("--").addAll(line.operands(1), 0);
    return new NextProgram(posix, messages, words.words()).exec();
  }

  private static void callClient(CommandLine words, Line line) {
    int verbosity = Ipcclient.verbosity(line, QUIET, USUAL, VERBOSE);
    words.program("s6-ipcclient").addIf(verbosity == 0, "-q");
    for (int i = 1; i < verbosity && i < LOUDEST; i++) words.add("-v");
    words.option("-p", line.bytes(BIND_PATH, null)).option("-l", line.bytes(LOCAL_NAME, null));
    words.add("--").add(line.operand(0));
  }
}
