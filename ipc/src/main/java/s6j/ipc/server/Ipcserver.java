package s6j.ipc.server;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * s6-ipcserver: a whole server of a Unix socket - socketbinder, applyuidgid and ipcserverd, one
 * behind the other (s6-ipcserver page).
 */
public final class Ipcserver {
  private static final int ANYONE = 0777;

  private static final Option QUIET = Option.flag('q', "say nothing but what is fatal");
  private static final Option USUAL = Option.flag('Q', "say what goes wrong (default)");
  private static final Option VERBOSE = Option.flag('v', "tell of every connection");
  private static final Option REUSE =
      Option.flag('d', "take the place of an old socket at the path (default)");
  private static final Option NO_REUSE = Option.flag('D', "fail if there is something at the path");
  private static final Option NO_LOOKUP = Option.flag('P', "do not look up who connects");
  private static final Option LOOKUP = Option.flag('p', "look up who connects (default)");
  private static final Option NOTIFY =
      Option.flag('1', "write a newline on standard output when ready");
  private static final Option CONNECTIONS =
      Option.value('c', "maxconn", "connections at a time (default 40)").number();
  private static final Option CONNECTIONS_PER_USER =
      Option.value('C', "localmaxconn", "connections at a time of one user").number();
  private static final Option BACKLOG =
      Option.value('b', "backlog", "connections that may wait").number();
  private static final Option PERMISSIONS =
      Option.value('a', "socketperms", "permissions of the socket, octal (default 0777)")
          .octal()
          .number();

  private final Privileges privileges = new Privileges();

  public static Program declaration() {
    return Privileges.declare(
        new Program(
                "s6-ipcserver",
                "ipcserver",
                "[ -q | -Q | -v ] [ -d | -D ] [ -P | -p ] [ -1 ] [ -c maxconn ] [ -C localmaxconn ]"
                    + " [ -b backlog ] [ -a socketperms ] [ -G gid,gid,... ] [ -g gid ] [ -u uid ]"
                    + " [ -U ] path prog...",
                "serves a Unix socket with one program per connection",
                Ipcserver::run)
            .options(QUIET, USUAL, VERBOSE, REUSE, NO_REUSE, NO_LOOKUP, LOOKUP, NOTIFY)
            .options(CONNECTIONS, CONNECTIONS_PER_USER, BACKLOG, PERMISSIONS));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Ipcserver server = new Ipcserver();
    Line line = program.open(arguments, messages);
    int code = server.privileges.take(line);
    if (code == 0) code = line.judge(2);
    if (code != 0) return code;
    CommandLine words = new CommandLine(posix, arguments[0]);
    server.compose(words, line);
    return new NextProgram(posix, messages, words.words()).exec();
  }

  private void compose(CommandLine words, Line line) {
    words.program("s6-ipcserver-socketbinder").addIf(line.chose(NO_REUSE, REUSE), "-D");
    addAtLeastOne(words, "-b", line, BACKLOG);
    long permissions = line.number(PERMISSIONS, ANYONE);
    if (permissions != ANYONE) words.option("-a", octal((int) permissions & ANYONE));
    words.add("--").add(line.operand(0));
    privileges.addTo(words);
    words.program("s6-ipcserverd");
    Option loudness = line.last(QUIET, USUAL, VERBOSE);
    words.addIf(loudness == QUIET, "-v0").addIf(loudness == VERBOSE, "-v2");
    words.addIf(line.has(NOTIFY), "-1").addIf(line.chose(NO_LOOKUP, LOOKUP), "-P");
    addAtLeastOne(words, "-c", line, CONNECTIONS);
    addAtLeastOne(words, "-C", line, CONNECTIONS_PER_USER);
    words.add("--").addAll(line.operands(1), 0);
  }

  private static void addAtLeastOne(CommandLine words, String letter, Line line, Option option) {
    if (line.has(option)) words.option(letter, Math.max(1, line.number(option, 1)));
  }

  private static byte[] octal(int permissions) {
    byte[] digits = {'0', 0, 0, 0};
    for (int i = 1; i < 4; i++) digits[i] = (byte) ('0' + (permissions >> 9 - 3 * i & 7));
    return digits;
  }
}
