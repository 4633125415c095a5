package s6j.log;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_RDONLY;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * svlogd: the command line of runit's logger, and the config file in each of its directories, in
 * front of the same engine.
 */
final class SvlogdMain {
  private static final byte[] CONFIG = CString.of("config");
  private static final int LONGEST_CONFIG = 65536;
  private static final int MOST_PATTERNS = 250;
  private static final int DIRECTIVES_A_DIRECTORY = MOST_PATTERNS + 5;

  // A config is read once for each of these.
  private static final int SETTINGS = 0;
  private static final int ALERTS = 1;
  private static final int PATTERNS = 2;

  private static final long DEFAULT_SIZE = 1000000;
  private static final int LONGEST_PREFIX = 1024;
  private static final int TROUBLE = 111;
  private static final int DEFAULT_LENGTH = 1000;
  private static final int STDIN = 0;
  private static final int FIRST_FREE = 10;

  private final Posix posix;
  private final Messages messages;
  private final Program program;
  private final byte[] calledAs;
  private final LogSettings settings = new LogSettings();
  private int stamps;
  private int longestMatched = DEFAULT_LENGTH;
  private long bufferLength = 1024;
  private byte replacement;
  private byte[] replaced = {};
  private byte[] configPath;
  private int lineNumber;
  private boolean hasAlerts;
  private SocketAddress remote;
  private boolean onlyRemote;
  private int patternCount;
  private LogScript script;

  private SvlogdMain(Posix posix, Program program, byte[] calledAs) {
    this.posix = posix;
    this.program = program;
    this.calledAs = calledAs;
    this.messages = LogMain.messages(posix, calledAs);
    settings.lineLimit = 0;
  }

  public static Program declaration() {
    return new Program(
            "svlogd",
            null,
            "[ -t | -tt | -ttt ] [ -v ] [ -r c ] [ -R xyz ] [ -l len ] [ -b buflen ] log...",
            "logs as runit's svlogd does, each directory by its config file",
            SvlogdMain::run)
        .flag('t', "stamp lines: TAI64N, twice date_time, three times dateTtime, UTC")
        .flag('v', "be more verbose")
        .value('r', "c", "replace bytes that are not printable by c")
        .value('R', "xyz", "replace these characters too (by _ unless -r says)")
        .value('l', "len", "match patterns with so many bytes of a line (1000)")
        .value('b', "buflen", "more than len; the buffer has its own size");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    SvlogdMain main = new SvlogdMain(posix, program, arguments[0]);
    Options options = new Options(program, arguments);
    int code = main.readOptions(options);
    return code != 0 ? code : main.start(arguments, options.firstOperand());
  }

  private int usage() {
    messages.usage(program);
    return TROUBLE;
  }

  private int readOptions(Options options) {
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      if (letter == Options.WRONG || !readOption(letter, options.value())) return usage();
    }
    if (bufferLength <= longestMatched) return usage();
    if (replacement != 0) settings.translation = translation();
    return 0;
  }

  private boolean readOption(int letter, byte[] value) {
    switch (letter) {
      case 't' -> stamps++;
      case 'v' -> settings.verbosity++;
      case 'r' -> replacement = CString.length(value) == 1 ? value[0] : 0;
      case 'R' -> replaced = value;
      default -> {
        return readLength(letter, Decimal.parse(value));
      }
    }
    if (letter == 'R' && replacement == 0) replacement = '_';
    return letter != 'r' || replacement != 0;
  }

  private boolean readLength(int letter, long number) {
    if (number < 0 || number >= Integer.MAX_VALUE) return false;
    if (letter == 'b') bufferLength = number;
    else longestMatched = number == 0 ? DEFAULT_LENGTH : (int) number;
    return true;
  }

  /** Newlines stay: they end the lines. */
  private byte[] translation() {
    byte[] table = new byte[256];
    for (int i = 0; i < table.length; i++)
      table[i] = i == '\n' || i >= ' ' && i <= '~' ? (byte) i : replacement;
    for (int i = 0; i < CString.length(replaced); i++)
      if (replaced[i] != '\n') table[replaced[i] & 0xff] = replacement;
    return table;
  }

  private int start(byte[][] arguments, int first) {
    if (first >= arguments.length) return usage();
    script = LogMain.script(posix, messages, settings, calledAs);
    script.prepare((arguments.length - first) * DIRECTIVES_A_DIRECTORY, LONGEST_PREFIX);
    for (int i = first; i < arguments.length; i++) {
      int code = isDirectory(arguments[i]) ? readDirectory(arguments[i]) : 0;
      if (code != 0) return code;
    }
    if (script.directoryCount() == 0)
      return messages.fatal().text("no functional log directories").exit(TROUBLE);
    int code = script.finish();
    return code != 0 ? code : runAndStartAnew(arguments);
  }

  /** As in svlogd a directory must be there; one that is not is passed over. */
  private boolean isDirectory(byte[] path) {
    int found = posix.access(Posix.CWD, CString.path(path, CString.of(".")), Posix.F_OK);
    if (found < 0) messages.warning().text("unable to open log directory: ").bytes(path).end(found);
    return found >= 0;
  }

  /**
   * After SIGHUP the process runs the same command line again, and so reads the configs again. What
   * the pipe holds is for it: no line is lost or doubled.
   */
  private int runAndStartAnew(byte[][] arguments) {
    int input = posix.dup(STDIN, FIRST_FREE, true);
    int code = LogMain.start(posix, messages, settings, script);
    if (code != 0 || !settings.hungUp || input < 0) return code;
    posix.dup2(input, STDIN);
    int error = Executable.exec(posix, arguments, new Environment(posix.environment()));
    return messages.fatal().unableTo("start anew").exit(TROUBLE, error);
  }

  // ---- config ----------------------------------------------------------------------------------

  private int readDirectory(byte[] path) {
    RotationLimits limits = script.limits();
    limits.archives = 10;
    limits.size = DEFAULT_SIZE;
    limits.periodSeconds = 0;
    limits.archivesOnFullDisk = 0;
    hasAlerts = false;
    remote = null;
    onlyRemote = false;
    patternCount = 0;
    script.setPrefix(new byte[0]);
    script.setProcessor(new byte[0], true);
    configPath = CString.path(path, CONFIG);
    byte[] config = read(configPath);
    if (config == null) return TROUBLE;
    int code = readLines(config, SETTINGS);
    if (code != 0) return code;
    if (limits.archivesOnFullDisk > 0 && limits.archivesOnFullDisk >= limits.archives)
      return wrong("N must be less than n");
    showOnStandardError(config);
    script.add(Directive.selection(Directive.Kind.SELECT, null));
    readLines(config, PATTERNS);
    return addActions(named(path));
  }

  private int addActions(byte[] path) {
    if (remote != null) {
      if (stamps > 0) script.stampNext(kind());
      script.addRemote(remote, longestMatched, path);
      if (onlyRemote) return 0;
    }
    if (stamps > 0) script.stampNext(kind());
    return script.addDirectory(path);
  }

  /** Lines shown on standard error are picked apart from those for the directory. */
  private void showOnStandardError(byte[] config) {
    if (!hasAlerts) return;
    script.add(Directive.selection(Directive.Kind.DESELECT, null));
    readLines(config, ALERTS);
    if (stamps > 0) script.stampNext(kind());
    script.addErrorOutput(0);
  }

  private int readLines(byte[] config, int purpose) {
    lineNumber = 0;
    for (int from = 0; from < config.length; ) {
      int to = from;
      while (to < config.length && config[to] != '\n') to++;
      lineNumber++;
      int code = to == from ? 0 : readLine(CString.slice(config, from, to), purpose);
      if (code != 0) return code;
      from = to + 1;
    }
    return 0;
  }

  private StampKind kind() {
    if (stamps == 1) return StampKind.LABEL;
    return stamps == 2 ? StampKind.UTC : StampKind.UTC_T;
  }

  /** A directory of the engine begins with a dot or a slash. */
  private static byte[] named(byte[] path) {
    boolean plain = CString.length(path) == 0 || path[0] != '/' && path[0] != '.';
    return plain ? CString.concat(CString.of("./"), path) : path;
  }

  /** The config file; empty if there is none, null after a message. */
  private byte[] read(byte[] path) {
    int fd = posix.open(Posix.CWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT) return new byte[0];
    byte[] text = new byte[LONGEST_CONFIG];
    int length = fd < 0 ? fd : posix.read(fd, text, 0, text.length);
    if (fd >= 0) posix.close(fd);
    if (length >= 0) return CString.slice(text, 0, length);
    messages.fatal().unableTo("read ").bytes(path).end(length);
    return null;
  }

  private int readLine(byte[] line, int purpose) {
    byte[] rest = CString.slice(line, 1, line.length);
    switch (line[0]) {
      case '+', '-' -> {
        return count(purpose == PATTERNS, line[0] == '+', rest);
      }
      case 'e', 'E' -> {
        hasAlerts = true;
        return count(purpose == ALERTS, line[0] == 'e', rest);
      }
      default -> {
        return purpose == SETTINGS ? readSetting(line, rest) : 0;
      }
    }
  }

  /** Adds a pattern if this is its turn; 0, or an exit code if there are too many. */
  private int count(boolean itsTurn, boolean selects, byte[] pattern) {
    if (!itsTurn) return ++patternCount > MOST_PATTERNS ? wrong("too many patterns") : 0;
    Directive.Kind kind = selects ? Directive.Kind.SELECT : Directive.Kind.DESELECT;
    return script.add(Directive.selection(kind, StarMatcher.repeating(pattern, longestMatched)));
  }

  private int readSetting(byte[] line, byte[] rest) {
    return switch (line[0]) {
      case '#' -> 0;
      case 'p' -> setPrefix(rest);
      case '!' -> setProcessor(rest);
      case 's', 'n', 't', 'N' -> readNumber(line);
      case 'u', 'U' -> readRemote(line[0] == 'U', rest);
      default -> ignore(line);
    };
  }

  private int wrong(String why) {
    messages.fatal().bytes(configPath).text(": line ").number(lineNumber).text(": ");
    return messages.text(why).exit(TROUBLE);
  }

  private int setPrefix(byte[] prefix) {
    if (prefix.length > LONGEST_PREFIX) return wrong("prefix too long");
    script.setPrefix(prefix);
    return 0;
  }

  private int setProcessor(byte[] command) {
    script.setProcessor(command, true);
    return 0;
  }

  /** One that is no address is warned about, and lines are stored even behind U: none is lost. */
  private int readRemote(boolean only, byte[] text) {
    SocketAddress address = InternetAddress.inet(text, ':');
    if (address == null || address.port == 0) {
      messages.warning().text("unable to scan ip address or port number: ").bytes(text).end();
      return 0;
    }
    remote = address;
    onlyRemote |= only;
    return 0;
  }

  private int readNumber(byte[] line) {
    long value = LogScript.number(line, false);
    if (value < 0) return wrong("not a number");
    RotationLimits limits = script.limits();
    switch (line[0]) {
      case 's' -> limits.size = value == 0 ? Long.MAX_VALUE : bounded(value);
      case 'n' -> limits.archives = value == 0 ? Long.MAX_VALUE : value;
      case 't' -> limits.periodSeconds = value;
      default -> limits.archivesOnFullDisk = value;
    }
    return 0;
  }

  private static long bounded(long size) {
    return size < RotationLimits.SMALLEST_SIZE ? RotationLimits.SMALLEST_SIZE : size;
  }

  private int ignore(byte[] line) {
    messages.warning().text("config directive not supported: ").bytes(line).end();
    return 0;
  }
}
