package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * s6-fdholder-daemon: a whole fd-holder - socketbinder, applyuidgid and fdholderd, one behind the
 * other (s6-fdholder-daemon page).
 */
final class FdholderDaemon {
  private static final int NOT_GIVEN = -2;

  private final Privileges privileges = new Privileges();
  private boolean reuse = true;
  private boolean notify;
  private long verbosity = 1;
  private long clients;
  private long descriptors;
  private long backlog = NOT_GIVEN;
  private long timeoutMillis;
  private long farewellMillis;
  private byte[] directory;
  private byte[] database;

  private FdholderDaemon() {}

  static Program declaration() {
    return new Program(
            "s6-fdholder-daemon",
            "fdholder-daemon",
            "[ -v verbosity ] [ -d | -D ] [ -1 ] [ -c maxconn ] [ -n maxfds ] [ -b backlog ]"
                + " [ -G gid,gid,... ] [ -g gid ] [ -u uid ] [ -U ] [ -t timeout ]"
                + " [ -T lameducktimeout ] [ -i rulesdir | -x rulesfile ] path",
            "keeps descriptors for the clients of a Unix socket",
            FdholderDaemon::run)
        .value('v', "verbosity", "0 says only what is fatal")
        .flag('d', "take the place of an old socket at the path (default)")
        .flag('D', "fail if there is something at the path")
        .flag('1', "write a newline on standard output when ready")
        .value('c', "maxconn", "clients at a time (default 16, at most 256)")
        .value('n', "maxfds", "descriptors that can be kept (default 1000)")
        .value('b', "backlog", "connections that may wait")
        .value('G', "gids", "supplementary groups to run under")
        .value('g', "gid", "group to run under")
        .value('u', "uid", "user to run under")
        .flag('U', "user and groups to run under are in UID, GID and GIDLIST")
        .value('t', "timeout", "milliseconds a client has for a request; 0 is no limit")
        .value('T', "lameducktimeout", "milliseconds to finish answers after SIGTERM")
        .value('i', "rulesdir", "access rules in a directory")
        .value('x', "rulesfile", "access rules in a constant database");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    FdholderDaemon daemon = new FdholderDaemon();
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (option == Options.WRONG || !daemon.take(option, options.value()))
        return messages.usage(program);
    int first = options.firstOperand();
    if (first >= arguments.length) return messages.usage(program);
    if (daemon.directory == null && daemon.database == null)
      return messages.fatal().text("no access rights specified!").exit(100);
    CommandLine line = new CommandLine(posix, arguments[0]);
    daemon.compose(line, arguments[first]);
    return new NextProgram(posix, messages, line.words()).exec();
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'd' -> reuse = true;
      case 'D' -> reuse = false;
      case '1' -> notify = true;
      case 'i' -> {
        directory = value;
        database = null;
      }
      case 'x' -> {
        database = value;
        directory = null;
      }
      case 'u', 'g', 'G', 'U' -> {
        return privileges.take(option, value);
      }
      default -> {
        return value != null && takeNumber(option, Decimal.parse(value));
      }
    }
    return true;
  }

  private boolean takeNumber(int option, long number) {
    switch (option) {
      case 'v' -> verbosity = number;
      case 'c' -> clients = number == 0 ? 1 : number;
      case 'n' -> descriptors = number == 0 ? 1 : number;
      case 'b' -> backlog = number;
      case 't' -> timeoutMillis = number;
      case 'T' -> farewellMillis = number;
      default -> {
        return false;
      }
    }
    return number >= 0;
  }

  private void compose(CommandLine line, byte[] path) {
    line.program("s6-ipcserver-socketbinder").addIf(!reuse, "-D");
    if (backlog >= 0) line.option("-b", backlog);
    line.add("--").add(path);
    privileges.addTo(line);
    line.program("s6-fdholderd");
    if (verbosity != 1) line.option("-v", verbosity);
    line.addIf(notify, "-1");
    if (clients > 0) line.option("-c", clients);
    if (descriptors > 0) line.option("-n", descriptors);
    if (timeoutMillis > 0) line.option("-t", timeoutMillis);
    if (farewellMillis > 0) line.option("-T", farewellMillis);
    line.option("-i", directory).option("-x", database);
  }
}
