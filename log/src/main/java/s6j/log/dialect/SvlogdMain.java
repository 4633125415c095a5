package s6j.log.dialect;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_RDONLY;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.log.directory.RotationLimits;
import s6j.log.loop.LogMain;
import s6j.log.script.Directive;
import s6j.log.script.InternetAddress;
import s6j.log.script.LogScript;
import s6j.log.script.LogSettings;
import s6j.log.script.StarMatcher;
import s6j.log.stamp.StampKind;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * svlogd: the command line of runit's logger, and the config file in each of its directories, in
 * front of the same engine.
 */
public final class SvlogdMain {
  private static final byte[] CONFIG = CString.of("config");
  private static final int LONGEST_CONFIG = 65536;

  private static final Option STAMP =
      Option.flag('t', "stamp lines: TAI64N, twice date_time, three times dateTtime, UTC");
  private static final Option VERBOSE = Option.flag('v', "be more verbose");
  private static final Option REPLACEMENT =
      Option.value('r', "c", "replace bytes that are not printable by c");
  private static final Option REPLACED =
      Option.value('R', "xyz", "replace these characters too (by _ unless -r says)");
  private static final Option LENGTH =
      Option.value('l', "len", "match patterns with so many bytes of a line (1000)");
  private static final Option BUFFER_LENGTH =
      Option.value('b', "buflen", "more than len; the buffer has its own size");

  /** What a line of a config is, by its first letter. */
  private enum Letter {
    COMMENT('#'),
    SELECT('+'),
    DESELECT('-'),
    SHOW('e'),
    HIDE('E'),
    SIZE('s'),
    ARCHIVES('n'),
    ARCHIVES_ON_FULL_DISK('N'),
    PERIOD('t'),
    PROCESSOR('!'),
    PREFIX('p'),
    SEND('u'),
    SEND_ONLY('U');

    private static final Letter[] ALL = values();
    private final char letter;

    Letter(char letter) {
      this.letter = letter;
    }

    static @Nullable Letter of(byte[] line) {
      for (Letter one : ALL) if (one.letter == line[0]) return one;
      return null;
    }
  }

  /** A config is read once for each of these. */
  private enum Purpose {
    SETTINGS,
    ALERTS,
    PATTERNS
  }

  private static final long DEFAULT_SIZE = 1000000;
  private static final int LONGEST_PREFIX = 1024;
  private static final long MOST = Long.MAX_VALUE / 1_000_000_000L / 4;
  private static final int DEFAULT_LENGTH = 1000;
  private static final int DEFAULT_BUFFER = 1024;
  private static final int STDIN = 0;
  private static final int FIRST_FREE = 10;

  private final Posix posix;
  private final Messages messages;
  private final byte[] calledAs;
  private final LogSettings settings = new LogSettings();
  private int stamps;
  private int longestMatched = DEFAULT_LENGTH;
  private byte[] configPath;
  private boolean hasAlerts;
  private @Nullable SocketAddress remote;
  private boolean onlyRemote;
  private LogScript script;
  private final byte[] text = new byte[LONGEST_CONFIG];

  private SvlogdMain(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
    this.messages = LogMain.messages(posix, calledAs);
    settings.lineLimit = 0;
    settings.nulEndsLine = false;
    settings.lastLineMillis = 0;
    settings.passesDirectories = true;
  }

  public static Program declaration() {
    return new Program(
            "svlogd",
            null,
            "[ -t | -tt | -ttt ] [ -v ] [ -r c ] [ -R xyz ] [ -l len ] [ -b buflen ] log...",
            "logs as runit's svlogd does, each directory by its config file",
            SvlogdMain::run)
        .options(STAMP, VERBOSE, REPLACEMENT, REPLACED, LENGTH, BUFFER_LENGTH);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    SvlogdMain main = new SvlogdMain(posix, arguments[0]);
    Line line = program.read(arguments, main.messages, 1);
    if (line.refused() || !main.take(line)) return ExitCode.SYSTEM;
    return main.start(arguments, line.operands(0));
  }

  /** Numbers are what the text begins with, and 0 is the default; false once wrong use is said. */
  private boolean take(Line line) {
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == REPLACEMENT && CString.length(given.value) != 1) return usage(line);
    stamps = line.count(STAMP);
    settings.verbosity += line.count(VERBOSE);
    longestMatched = number(line, LENGTH, DEFAULT_LENGTH);
    if (number(line, BUFFER_LENGTH, DEFAULT_BUFFER) <= longestMatched) return usage(line);
    byte[] underscore = {(byte) (line.has(REPLACED) ? '_' : 0)};
    byte replacement = line.bytes(REPLACEMENT, underscore)[0];
    if (replacement != 0)
      settings.translation = translation(replacement, line.bytes(REPLACED, new byte[0]));
    return true;
  }

  private static boolean usage(Line line) {
    line.usage();
    return false;
  }

  private static int number(Line line, Option option, int none) {
    return line.has(option)
        ? orDefault(LogScript.leadingNumber(line.bytes(option, null)), none)
        : none;
  }

  private static int orDefault(long number, int none) {
    if (number == 0) return none;
    return number > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) number;
  }

  /** Newlines stay: they end the lines. */
  private static byte[] translation(byte replacement, byte[] replaced) {
    byte[] table = new byte[256];
    for (int i = 0; i < table.length; i++)
      table[i] = i == '\n' || i >= ' ' && i <= '~' ? (byte) i : replacement;
    for (int i = 0; i < CString.length(replaced); i++)
      if (replaced[i] != '\n') table[replaced[i] & 0xff] = replacement;
    return table;
  }

  private int start(byte[][] arguments, byte[][] directories) {
    script = LogMain.script(posix, messages, settings, calledAs);
    script.prepare(directories.length, LONGEST_PREFIX);
    for (byte[] directory : directories) {
      int code = isDirectory(directory) ? readDirectory(directory) : 0;
      if (code != 0) return code;
    }
    if (script.directoryCount() == 0)
      return messages.fatal().text("no functional log directories").exit(ExitCode.SYSTEM);
    script.finish();
    return runAndStartAnew(arguments);
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
    if (input < 0) return code;
    boolean startsAnew = code == 0 && settings.hungUp;
    if (startsAnew) posix.dup2(input, STDIN);
    posix.close(input);
    if (!startsAnew) return code;
    int error = Executable.exec(posix, arguments, new Environment(posix));
    return messages.fatal().unableTo("start anew").exit(ExitCode.SYSTEM, error);
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
    script.setPrefix(new byte[0]);
    script.setProcessor(new byte[0], true);
    configPath = CString.path(path, CONFIG);
    byte[] config = read(configPath);
    if (config == null) return ExitCode.SYSTEM;
    readLines(config, Purpose.SETTINGS);
    if (limits.archivesOnFullDisk >= limits.archives) limits.archivesOnFullDisk = 0;
    showOnStandardError(config);
    script.add(Directive.selection(Directive.Kind.SELECT, null));
    readLines(config, Purpose.PATTERNS);
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
    readLines(config, Purpose.ALERTS);
    if (stamps > 0) script.stampNext(kind());
    script.addErrorOutput(longestMatched, Directive.Cut.NOT_SHORTER);
  }

  private void readLines(byte[] config, Purpose purpose) {
    for (int from = 0; from < config.length; ) {
      int to = from;
      while (to < config.length && config[to] != '\n') to++;
      if (to > from) readLine(CString.slice(config, from, to), purpose);
      from = to + 1;
    }
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
  private byte @Nullable [] read(byte[] path) {
    int fd = posix.open(Posix.CWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT) return new byte[0];
    int length = fd < 0 ? fd : posix.read(fd, text, 0, text.length);
    if (fd >= 0) posix.close(fd);
    if (length >= 0) return CString.slice(text, 0, length);
    messages.fatal().unableTo("read ").bytes(path).end(length);
    return null;
  }

  private void readLine(byte[] line, Purpose purpose) {
    Letter letter = Letter.of(line);
    byte[] rest = CString.slice(line, 1, line.length);
    switch (purpose) {
      case SETTINGS -> readSetting(letter, line, rest);
      case ALERTS -> addPattern(letter, Letter.SHOW, Letter.HIDE, rest);
      case PATTERNS -> addPattern(letter, Letter.SELECT, Letter.DESELECT, rest);
    }
  }

  private void addPattern(Letter letter, Letter select, Letter deselect, byte[] pattern) {
    if (letter != select && letter != deselect) return;
    Directive.Kind kind = letter == select ? Directive.Kind.SELECT : Directive.Kind.DESELECT;
    script.add(Directive.selection(kind, StarMatcher.repeating(pattern, longestMatched)));
  }

  /** As in runit nothing in a config keeps the logger from logging. */
  private void readSetting(@Nullable Letter letter, byte[] line, byte[] rest) {
    if (letter == null) {
      warn("config directive not supported", line);
      return;
    }
    RotationLimits limits = script.limits();
    long number = LogScript.leadingNumber(rest);
    switch (letter) {
      case COMMENT, SELECT, DESELECT -> {}
      case SHOW, HIDE -> hasAlerts = true;
      case SIZE -> limits.size = bounded(scaled(number, rest, 'k', 1024, 'm', 1024 * 1024));
      case ARCHIVES -> limits.archives = number == 0 ? Long.MAX_VALUE : number;
      case ARCHIVES_ON_FULL_DISK -> limits.archivesOnFullDisk = number;
      case PERIOD -> limits.periodSeconds = scaled(number, rest, 'm', 60, 'h', 3600);
      case PROCESSOR -> script.setProcessor(rest, true);
      case PREFIX -> setPrefix(rest);
      case SEND -> readRemote(false, rest);
      case SEND_ONLY -> readRemote(true, rest);
    }
  }

  private static long bounded(long size) {
    if (size == 0) return Long.MAX_VALUE;
    return size < RotationLimits.SMALLEST_SIZE ? RotationLimits.SMALLEST_SIZE : size;
  }

  /**
   * A number with a unit behind it, or none; too big is as big as can be counted in nanoseconds.
   */
  private static long scaled(long number, byte[] text, int unit, int is, int other, int otherIs) {
    int digits = LogScript.digits(text);
    int letter = digits < text.length ? text[digits] : 0;
    long factor = letter == unit ? is : letter == other ? otherIs : 1;
    return number > MOST / factor ? MOST : number * factor;
  }

  private void warn(String what, byte[] line) {
    messages.warning().text(what).text(": ").bytes(line).end();
  }

  private void setPrefix(byte[] prefix) {
    boolean isLong = prefix.length > LONGEST_PREFIX;
    if (isLong) warn("prefix is cut", configPath);
    script.setPrefix(isLong ? CString.slice(prefix, 0, LONGEST_PREFIX) : prefix);
  }

  /** One that is no address is warned about, and lines are stored even behind U: none is lost. */
  private void readRemote(boolean only, byte[] address) {
    SocketAddress scanned = InternetAddress.inet(address, ':');
    if (scanned == null || scanned.port == 0) {
      warn("unable to scan ip address or port number", address);
      return;
    }
    remote = scanned;
    onlyRemote |= only;
  }
}
