package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** What the command line of s6-svscanboot says (s6-svscanboot page, "Options"). */
final class CatchAllSettings {
  private static final int NONE = -1;

  private static final Option USER_TREE =
      Option.flag('u', "user", "a relative log directory is below $XDG_RUNTIME_DIR");
  private static final Option CONSOLE =
      Option.value('c', "console", "device", "the console; standard error if not given");
  private static final Option LOG_DIRECTORY =
      Option.value('D', "catchall-directory", "dir", "where to log; /run/uncaught-logs");
  private static final Option LOG_MODE =
      Option.value('m', "catchall-mode", "octal", "its mode; 2750")
          .octal()
          .complaint("catchall-mode must be an (octal) unsigned integer");
  private static final Option LOG_USER =
      Option.value('l', "catchall-user", "user", "who runs the logger, and owns the directory");
  private static final Option DIRECTIVES =
      Option.value('o', "catchall-options", "words", "logging directives for s6-log; t");
  private static final Option NOTIFICATION =
      Option.value('d', "notification-fd", "fd", "for s6-svscan")
          .complaint("notification-fd must be an unsigned integer");
  private static final Option SERVICES_MAX =
      Option.value('C', "services-max", "max", "for s6-svscan")
          .complaint("services-max must be an unsigned integer");
  private static final Option NAME_MAX =
      Option.value('L', "name-max", "bytes", "for s6-svscan")
          .complaint("name-max must be an unsigned integer");
  private static final Option RESCAN =
      Option.value('t', "timeout", "ms", "for s6-svscan")
          .complaint("timeout must be an unsigned integer");

  /** Where the console is kept for s6-svscan -X; 4 where 3 is taken. */
  private static final int USUAL_CONSOLE = 3;

  byte[] scandir;

  /** A device to be the console; null for standard error. */
  byte @Nullable [] console;

  int consoleDescriptor = USUAL_CONSOLE;
  byte @Nullable [] logDirectory;
  int logMode;

  /** Who runs the logger; null for nobody else. */
  byte @Nullable [] user;

  int userNumber = NONE;
  int groupNumber = NONE;
  byte[] directives;

  /** For s6-svscan; -1 for what was not said. */
  int notification = NONE;

  int mostServices = NONE;
  int longestName = NONE;
  long rescanMillis;

  private final Posix posix;
  private final Messages messages;

  CatchAllSettings(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program
        .options(USER_TREE, CONSOLE, LOG_DIRECTORY, LOG_MODE, LOG_USER, DIRECTIVES)
        .options(NOTIFICATION, SERVICES_MAX, NAME_MAX, RESCAN);
  }

  /** Reads the command line: 0, or the exit code of what has been complained about. */
  int read(Program program, byte[][] arguments) {
    Line line = program.read(arguments, messages, 1);
    scandir = line.operand(0);
    console = line.bytes(CONSOLE, null);
    logDirectory = line.bytes(LOG_DIRECTORY, null);
    user = line.bytes(LOG_USER, null);
    directives = line.bytes(DIRECTIVES, CString.of("t"));
    int code = readNumbers(line);
    if (code != 0) return code;
    passOverUser();
    code = chooseLogDirectory(line.has(USER_TREE));
    return code == 0 ? findUser() : code;
  }

  private int readNumbers(Line line) {
    logMode = (int) line.number(LOG_MODE, 02750) & 07777;
    long fd = line.number(NOTIFICATION, NONE);
    if (line.refused()) return line.exitCode();
    int code = line.has(NOTIFICATION) ? notification(fd) : 0;
    if (code != 0) return code;
    long most = line.number(SERVICES_MAX, NONE);
    if (line.has(SERVICES_MAX))
      mostServices =
          SvscanSettings.clamp(most, SvscanSettings.FEWEST_SERVICES, SvscanSettings.MOST_SERVICES);
    long longest = line.number(NAME_MAX, NONE);
    if (line.has(NAME_MAX))
      longestName =
          SvscanSettings.clamp(longest, SvscanSettings.SHORTEST_NAME, SvscanSettings.LONGEST_NAME);
    rescanMillis = line.number(RESCAN, 0);
    return line.exitCode();
  }

  private int notification(long value) {
    if (value < USUAL_CONSOLE)
      return messages.fatal().text("notification-fd must be 3 or greater").exit(ExitCode.USAGE);
    notification = SvscanSettings.clamp(value, 0, Integer.MAX_VALUE);
    int flags = posix.descriptorFlags(notification);
    if (flags < 0)
      return messages
          .fatal()
          .text("notification-fd sanity check failed")
          .exit(ExitCode.SYSTEM, flags);
    consoleDescriptor = notification == USUAL_CONSOLE ? USUAL_CONSOLE + 1 : USUAL_CONSOLE;
    return 0;
  }

  private void passOverUser() {
    if (user == null || posix.geteuid() == 0) return;
    user = null;
    messages.warning().text("ignoring catchall-user option when not root").end();
  }

  private int findUser() {
    if (user == null) return 0;
    Account account = new Account();
    int found = posix.userByName(user, account);
    if (found < 0)
      return messages.fatal().text("getpwnam ").bytes(user).exit(ExitCode.SYSTEM, found);
    userNumber = account.uid;
    groupNumber = account.gid;
    return 0;
  }

  private int chooseLogDirectory(boolean ofUser) {
    if (ofUser && (logDirectory == null || logDirectory.length == 0 || logDirectory[0] != '/')) {
      byte[] runtime = new Environment(posix).get("XDG_RUNTIME_DIR");
      if (runtime == null)
        return messages.fatal().text("XDG_RUNTIME_DIR not set").exit(ExitCode.USAGE);
      byte[] name = logDirectory == null ? CString.of("uncaught-logs") : logDirectory;
      logDirectory = CString.path(runtime, name);
    }
    if (logDirectory == null) logDirectory = CString.of("/run/uncaught-logs");
    return 0;
  }
}
