package s6j.ipc.server;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-ipcserverd: accepts connections on standard input and runs a program for each (s6-ipcserverd
 * page).
 */
public final class Ipcserverd {
  private static final int MOST = 16384;
  private static final int USUAL = 40;
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD)
          | Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGQUIT)
          | Signal.bit(Signal.SIGABRT);

  private static final Option VERBOSITY =
      Option.value('v', "verbosity", "0 says only what is fatal, 2 tells of every connection");
  private static final Option NOTIFY =
      Option.flag('1', "write a newline on standard output when ready");
  private static final Option NO_LOOKUP = Option.flag('P', "do not look up who connects");
  private static final Option LOOKUP = Option.flag('p', "look up who connects (default)");
  private static final Option CONNECTIONS =
      Option.value('c', "maxconn", "connections at a time (default 40, at most 16384)");
  private static final Option CONNECTIONS_PER_USER =
      Option.value('C', "localmaxconn", "connections at a time of one user (default 40)");

  private final Posix posix;
  private final Messages messages;
  private final boolean lookup;
  private final boolean notify;
  private final long connections;
  private final long connectionsPerUser;
  private final long verbosity;

  private Ipcserverd(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    lookup = !line.chose(NO_LOOKUP, LOOKUP);
    notify = line.has(NOTIFY);
    connections = line.number(CONNECTIONS, USUAL);
    connectionsPerUser = line.number(CONNECTIONS_PER_USER, USUAL);
    verbosity = line.number(VERBOSITY, 1);
  }

  public static Program declaration() {
    return new Program(
            "s6-ipcserverd",
            "ipcserverd",
            "[ -v verbosity ] [ -1 ] [ -P | -p ] [ -c maxconn ] [ -C localmaxconn ] prog...",
            "runs a program for every connection to the socket on its standard input",
            Ipcserverd::run)
        .options(VERBOSITY, NOTIFY, NO_LOOKUP, LOOKUP, CONNECTIONS, CONNECTIONS_PER_USER);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0])).neverWaiting();
    Line line = program.read(arguments, messages, 1);
    Ipcserverd server = new Ipcserverd(posix, messages, line);
    if (line.refused()) return line.exitCode();
    return line.isNamed(0) ? server.serve(line.operands(0)) : line.usage();
  }

  private int serve(byte[][] command) {
    ListeningSocket socket = new ListeningSocket(posix, messages, notify);
    int code = socket.check();
    if (code != 0) return code;
    int most = (int) Math.min(Math.max(connections, 1), MOST);
    int mostOfOne = !lookup || connectionsPerUser > most ? most : (int) connectionsPerUser;
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    ConnectionReport report =
        new ConnectionReport(messages, (int) verbosity, lookup, most, mostOfOne);
    ConnectionProgram program = new ConnectionProgram(posix, command, lookup);
    ServerLoop loop = new ServerLoop(posix, messages, report, program, signals, most, mostOfOne);
    report.starting();
    socket.announce();
    code = loop.run();
    posix.close(signals);
    return code;
  }
}
