package s6j.svscan;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** What the command line of s6-svscanboot says (s6-svscanboot page, "Options"). */
final class CatchAllSettings {
  private static final int NONE = -1;

  /** In the order in which s6-svscanboot looks at their values. */
  private static final String NUMBERS = "dCLt";

  /** Where the console is kept for s6-svscan -X; 4 where 3 is taken. */
  private static final int USUAL_CONSOLE = 3;

  byte[] scandir;

  /** A device to be the console; null for standard error. */
  byte[] console;

  int consoleDescriptor = USUAL_CONSOLE;
  byte[] logDirectory;
  int logMode = 02750;

  /** Who runs the logger; null for nobody else. */
  byte[] user;

  int userNumber = NONE;
  int groupNumber = NONE;
  byte[] directives = CString.of("t");

  /** For s6-svscan; -1 for what was not said. */
  int notification = NONE;

  int mostServices = NONE;
  int longestName = NONE;
  long rescanMillis;

  private boolean ofUser;
  private final Posix posix;
  private final Messages messages;

  CatchAllSettings(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program
        .flag('u', "user", "a relative log directory is below $XDG_RUNTIME_DIR")
        .value('c', "console", "device", "the console; standard error if not given")
        .value('D', "catchall-directory", "dir", "where to log; /run/uncaught-logs")
        .value('m', "catchall-mode", "octal", "its mode; 2750")
        .value('l', "catchall-user", "user", "who runs the logger, and owns the directory")
        .value('o', "catchall-options", "words", "logging directives for s6-log; t")
        .value('d', "notification-fd", "fd", "for s6-svscan")
        .value('C', "services-max", "max", "for s6-svscan")
        .value('L', "name-max", "bytes", "for s6-svscan")
        .value('t', "timeout", "ms", "for s6-svscan");
  }

  /** Reads the command line: 0, or the exit code of what has been complained about. */
  int read(Program program, byte[][] arguments) {
    Options options = new Options(program, arguments);
    byte[][] numbers = new byte[128][];
    for (int option = options.next(); option != Options.END; option = options.next())
      switch (option) {
        case 'u' -> ofUser = true;
        case 'c' -> console = options.value();
        case 'D' -> logDirectory = options.value();
        case 'l' -> user = options.value();
        case 'o' -> directives = options.value();
        case 'm', 'd', 'C', 'L', 't' -> numbers[option] = options.value();
        default -> {
          return options.refuse(messages);
        }
      }
    if (options.firstOperand() >= arguments.length) return messages.usage(program);
    scandir = arguments[options.firstOperand()];
    int code = readNumbers(numbers);
    if (code != 0) return code;
    passOverUser();
    code = chooseLogDirectory();
    return code == 0 ? findUser() : code;
  }

  private int readNumbers(byte[][] values) {
    int code = values['m'] == null ? 0 : mode(values['m']);
    for (int i = 0; i < NUMBERS.length() && code == 0; i++) {
      char option = NUMBERS.charAt(i);
      if (values[option] != null) code = number(option, Decimal.parse(values[option]));
    }
    return code;
  }

  private int mode(byte[] value) {
    long mode = Decimal.parseOctal(value);
    if (mode == Decimal.INVALID)
      return messages.fatal().text("catchall-mode must be an (octal) unsigned integer").exit(100);
    logMode = (int) mode & 07777;
    return 0;
  }

  private int number(char option, long value) {
    if (value == Decimal.INVALID)
      return messages.fatal().text(nameOf(option)).text(" must be an unsigned integer").exit(100);
    switch (option) {
      case 'C' ->
          mostServices =
              SvscanSettings.clamp(
                  value, SvscanSettings.FEWEST_SERVICES, SvscanSettings.MOST_SERVICES);
      case 'L' ->
          longestName =
              SvscanSettings.clamp(
                  value, SvscanSettings.SHORTEST_NAME, SvscanSettings.LONGEST_NAME);
      case 't' -> rescanMillis = value;
      case 'd' -> {
        return notification(value);
      }
      default -> {
        return messages.fatal().text(nameOf(option)).exit(100);
      }
    }
    return 0;
  }

  private int notification(long value) {
    if (value < USUAL_CONSOLE)
      return messages.fatal().text("notification-fd must be 3 or greater").exit(100);
    notification = SvscanSettings.clamp(value, 0, Integer.MAX_VALUE);
    int flags = posix.descriptorFlags(notification);
    if (flags < 0)
      return messages.fatal().text("notification-fd sanity check failed").exit(111, flags);
    consoleDescriptor = notification == USUAL_CONSOLE ? USUAL_CONSOLE + 1 : USUAL_CONSOLE;
    return 0;
  }

  private static String nameOf(char option) {
    return switch (option) {
      case 'C' -> "services-max";
      case 'L' -> "name-max";
      case 't' -> "timeout";
      case 'd' -> "notification-fd";
      default -> "unknown option";
    };
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
    if (found < 0) return messages.fatal().text("getpwnam ").bytes(user).exit(111, found);
    userNumber = account.uid;
    groupNumber = account.gid;
    return 0;
  }

  private int chooseLogDirectory() {
    if (ofUser && (logDirectory == null || logDirectory.length == 0 || logDirectory[0] != '/')) {
      byte[] runtime = new Environment(posix.environment()).get("XDG_RUNTIME_DIR");
      if (runtime == null) return messages.fatal().text("XDG_RUNTIME_DIR not set").exit(100);
      byte[] name = logDirectory == null ? CString.of("uncaught-logs") : logDirectory;
      logDirectory = CString.path(runtime, name);
    }
    if (logDirectory == null) logDirectory = CString.of("/run/uncaught-logs");
    return 0;
  }
}
