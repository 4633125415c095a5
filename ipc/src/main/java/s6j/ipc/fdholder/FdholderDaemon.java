package s6j.ipc.fdholder;

import static s6j.ipc.fdholder.Fdholderd.*;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.ipc.server.CommandLine;
import s6j.ipc.server.Privileges;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * s6-fdholder-daemon: a whole fd-holder - socketbinder, applyuidgid and fdholderd, one behind the
 * other (s6-fdholder-daemon page).
 */
public final class FdholderDaemon {
  private static final Option REUSE =
      Option.flag('d', "take the place of an old socket at the path (default)");
  private static final Option NO_REUSE = Option.flag('D', "fail if there is something at the path");
  private static final Option BACKLOG =
      Option.value('b', "backlog", "connections that may wait").number();

  private final Privileges privileges = new Privileges();

  private FdholderDaemon() {}

  public static Program declaration() {
    return Privileges.declare(
            new Program(
                    "s6-fdholder-daemon",
                    "fdholder-daemon",
                    "[ -v verbosity ] [ -d | -D ] [ -1 ] [ -c maxconn ] [ -n maxfds ] [ -b backlog ]"
                        + " [ -G gid,gid,... ] [ -g gid ] [ -u uid ] [ -U ] [ -t timeout ]"
                        + " [ -T lameducktimeout ] [ -i rulesdir | -x rulesfile ] path",
                    "keeps descriptors for the clients of a Unix socket",
                    FdholderDaemon::run)
                .options(VERBOSITY, REUSE, NO_REUSE, NOTIFY, CLIENTS, DESCRIPTORS, BACKLOG))
        .options(TIMEOUT, FAREWELL, RULES_DIRECTORY, RULES_FILE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    FdholderDaemon daemon = new FdholderDaemon();
    Line line = program.open(arguments, messages);
    int code = daemon.privileges.take(line);
    if (code == 0) code = line.judge(1);
    if (code != 0) return code;
    if (line.last(RULES_DIRECTORY, RULES_FILE) == null)
      return messages.fatal().text("no access rights specified!").exit(ExitCode.USAGE);
    CommandLine words = new CommandLine(posix, arguments[0]);
    daemon.compose(words, line);
    return new NextProgram(posix, messages, words.words()).exec();
  }

  private void compose(CommandLine words, Line line) {
    words.program("s6-ipcserver-socketbinder").addIf(line.chose(NO_REUSE, REUSE), "-D");
    if (line.has(BACKLOG)) words.option("-b", line.number(BACKLOG, 0));
    words.add("--").add(line.operand(0));
    privileges.addTo(words);
    words.program("s6-fdholderd");
    long verbosity = line.number(VERBOSITY, 1);
    if (verbosity != 1) words.option("-v", verbosity);
    words.addIf(line.has(NOTIFY), "-1");
    if (line.has(CLIENTS)) words.option("-c", Math.max(1, line.number(CLIENTS, 1)));
    if (line.has(DESCRIPTORS)) words.option("-n", Math.max(1, line.number(DESCRIPTORS, 1)));
    words.optionIf("-t", line.number(TIMEOUT, 0)).optionIf("-T", line.number(FAREWELL, 0));
    Option rules = line.last(RULES_DIRECTORY, RULES_FILE);
    words.option(rules == RULES_FILE ? "-x" : "-i", line.bytes(rules, null));
  }
}
