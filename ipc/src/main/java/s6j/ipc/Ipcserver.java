package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * s6-ipcserver: a whole server of a Unix socket - socketbinder, applyuidgid and ipcserverd, one
 * behind the other (s6-ipcserver page).
 */
final class Ipcserver {
  private static final int ANYONE = 0777;
  private static final int NOT_GIVEN = -2;

  private final Privileges privileges = new Privileges();
  private int verbosity = 1;
  private boolean reuse = true;
  private boolean lookup = true;
  private boolean notify;
  private long connections = NOT_GIVEN;
  private long connectionsPerUser = NOT_GIVEN;
  private long backlog = NOT_GIVEN;
  private long permissions = ANYONE;

  static Program declaration() {
    return new Program(
            "s6-ipcserver",
            "ipcserver",
            "[ -q | -Q | -v ] [ -d | -D ] [ -P | -p ] [ -1 ] [ -c maxconn ] [ -C localmaxconn ]"
                + " [ -b backlog ] [ -a socketperms ] [ -G gid,gid,... ] [ -g gid ] [ -u uid ]"
                + " [ -U ] path prog...",
            "serves a Unix socket with one program per connection",
            Ipcserver::run)
        .flag('q', "say nothing but what is fatal")
        .flag('Q', "say what goes wrong (default)")
        .flag('v', "tell of every connection")
        .flag('d', "take the place of an old socket at the path (default)")
        .flag('D', "fail if there is something at the path")
        .flag('P', "do not look up who connects")
        .flag('p', "look up who connects (default)")
        .flag('1', "write a newline on standard output when ready")
        .value('c', "maxconn", "connections at a time (default 40)")
        .value('C', "localmaxconn", "connections at a time of one user")
        .value('b', "backlog", "connections that may wait")
        .value('a', "socketperms", "permissions of the socket, octal (default 0777)")
        .value('G', "gids", "supplementary groups to run under")
        .value('g', "gid", "group to run under")
        .value('u', "uid", "user to run under")
        .flag('U', "user and groups to run under are in UID, GID and GIDLIST");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Ipcserver server = new Ipcserver();
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (option == Options.WRONG || !server.take(option, options.value()))
        return messages.usage(program);
    int first = options.firstOperand();
    if (arguments.length - first < 2) return messages.usage(program);
    CommandLine line = new CommandLine(posix, arguments[0]);
    server.compose(line, arguments, first);
    return new NextProgram(posix, messages, line.words()).exec();
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'q' -> verbosity = 0;
      case 'Q' -> verbosity = 1;
      case 'v' -> verbosity = 2;
      case 'd' -> reuse = true;
      case 'D' -> reuse = false;
      case 'P' -> lookup = false;
      case 'p' -> lookup = true;
      case '1' -> notify = true;
      case 'a' -> permissions = Decimal.parseOctal(value);
      case 'b' -> backlog = atLeastOne(value);
      case 'c' -> connections = atLeastOne(value);
      case 'C' -> connectionsPerUser = atLeastOne(value);
      default -> {
        return privileges.take(option, value);
      }
    }
    return permissions >= 0 && isGood(backlog) && isGood(connections) && isGood(connectionsPerUser);
  }

  private static long atLeastOne(byte[] value) {
    long number = Decimal.parse(value);
    return number == 0 ? 1 : number;
  }

  private static boolean isGood(long number) {
    return number != Decimal.INVALID;
  }

  private void compose(CommandLine line, byte[][] arguments, int first) {
    line.program("s6-ipcserver-socketbinder").addIf(!reuse, "-D");
    if (backlog > 0) line.option("-b", backlog);
    if (permissions != ANYONE) line.option("-a", octal((int) permissions & ANYONE));
    line.add("--").add(arguments[first]);
    privileges.addTo(line);
    line.program("s6-ipcserverd");
    line.addIf(verbosity == 0, "-v0").addIf(verbosity == 2, "-v2");
    line.addIf(notify, "-1").addIf(!lookup, "-P");
    if (connections > 0) line.option("-c", connections);
    if (connectionsPerUser > 0) line.option("-C", connectionsPerUser);
    line.add("--").addAll(arguments, first + 1);
  }

  private static byte[] octal(int permissions) {
    byte[] digits = {'0', 0, 0, 0};
    for (int i = 1; i < 4; i++) digits[i] = (byte) ('0' + (permissions >> 9 - 3 * i & 7));
    return digits;
  }
}
