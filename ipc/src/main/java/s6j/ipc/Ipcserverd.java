package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-ipcserverd: accepts connections on standard input and runs a program for each (s6-ipcserverd
 * page).
 */
final class Ipcserverd {
  private static final int MOST = 16384;
  private static final int USUAL = 40;
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD)
          | Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGQUIT)
          | Signal.bit(Signal.SIGABRT);

  private final Posix posix;
  private final Messages messages;
  private boolean lookup = true;
  private boolean notify;
  private long connections = USUAL;
  private long connectionsPerUser = USUAL;
  private long verbosity = 1;

  private Ipcserverd(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declaration() {
    return new Program(
            "s6-ipcserverd",
            "ipcserverd",
            "[ -v verbosity ] [ -1 ] [ -P | -p ] [ -c maxconn ] [ -C localmaxconn ] prog...",
            "runs a program for every connection to the socket on its standard input",
            Ipcserverd::run)
        .value('v', "verbosity", "0 says only what is fatal, 2 tells of every connection")
        .flag('1', "write a newline on standard output when ready")
        .flag('P', "do not look up who connects")
        .flag('p', "look up who connects (default)")
        .value('c', "maxconn", "connections at a time (default 40, at most 16384)")
        .value('C', "localmaxconn", "connections at a time of one user (default 40)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0])).neverWaiting();
    Ipcserverd server = new Ipcserverd(posix, messages);
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!server.take(option, options.value())) return options.refuse(messages);
    int first = options.firstOperand();
    if (!Operands.isNamed(arguments, first) || !server.isSound()) return messages.usage(program);
    return server.serve(Operands.from(arguments, first));
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'P' -> lookup = false;
      case 'p' -> lookup = true;
      case '1' -> notify = true;
      case 'c' -> connections = Decimal.parse(value);
      case 'C' -> connectionsPerUser = Decimal.parse(value);
      case 'v' -> verbosity = Decimal.parse(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean isSound() {
    return connections >= 0 && connectionsPerUser >= 0 && verbosity >= 0;
  }

  private int serve(byte[][] command) {
    ListeningSocket socket = new ListeningSocket(posix, messages, notify);
    int code = socket.check();
    if (code != 0) return code;
    int most = (int) Math.min(Math.max(connections, 1), MOST);
    int mostOfOne = !lookup || connectionsPerUser > most ? most : (int) connectionsPerUser;
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0) return messages.fatal().unableTo("trap signals").exit(111, signals);
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
