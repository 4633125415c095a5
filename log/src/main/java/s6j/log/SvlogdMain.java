package s6j.log;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_RDONLY;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * svlogd: the command line of runit's logger, and the config file in each of its directories, in
 * front of the same engine.
 */
final class SvlogdMain {
  private static final byte[] CONFIG = CString.of("config");
  private static final int LONGEST_CONFIG = 65536;
  private static final int DIRECTIVES_A_DIRECTORY = 256;
  private static final long DEFAULT_SIZE = 1000000;
  private static final int LONGEST_PREFIX = 1024;
  private static final int TROUBLE = 111;

  private final Posix posix;
  private final Messages messages;
  private final Program program;
  private final byte[] calledAs;
  private final LogSettings settings = new LogSettings();
  private int stamps;
  private int longestMatched = 1000;
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
            "[ -t | -tt | -ttt ] [ -v ] [ -l len ] [ -b buflen ] log...",
            "logs as runit's svlogd does, each directory by its config file",
            SvlogdMain::run)
        .flag('t', "stamp lines: TAI64N, twice date_time, three times dateTtime, UTC")
        .flag('v', "be more verbose")
        .value('l', "len", "match patterns with so many bytes of a line (1000)")
        .value('b', "buflen", "accepted; the buffer has its own size");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    SvlogdMain main = new SvlogdMain(posix, program, arguments[0]);
    Options options = new Options(program, arguments);
    int code = main.readOptions(options);
    return code != 0 ? code : main.start(arguments, options.firstOperand());
  }

  private int readOptions(Options options) {
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      if (letter == Options.WRONG) return messages.usage(program);
      if (letter == 't') stamps++;
      if (letter == 'v') settings.verbosity++;
      if (options.value() == null) continue;
      long number = Decimal.parse(options.value());
      if (number < 0) return messages.usage(program);
      if (letter == 'l' && number > 0 && number < Integer.MAX_VALUE) longestMatched = (int) number;
    }
    return 0;
  }

  private int start(byte[][] arguments, int first) {
    if (first >= arguments.length) return messages.usage(program);
    script = LogMain.script(posix, messages, settings, calledAs);
    script.prepare((arguments.length - first) * DIRECTIVES_A_DIRECTORY, LONGEST_PREFIX);
    for (int i = first; i < arguments.length; i++) {
      int code = readDirectory(arguments[i]);
      if (code != 0) return code;
    }
    int code = script.finish();
    return code != 0 ? code : LogMain.start(posix, messages, settings, script);
  }

  // ---- config ----------------------------------------------------------------------------------

  private int readDirectory(byte[] path) {
    RotationLimits limits = script.limits();
    limits.archives = 10;
    limits.size = DEFAULT_SIZE;
    limits.periodSeconds = 0;
    script.setPrefix(new byte[0]);
    script.setProcessor(new byte[0], true);
    script.add(Directive.selection(Directive.Kind.SELECT, null));
    byte[] config = read(CString.path(path, CONFIG));
    if (config == null) return TROUBLE;
    for (int from = 0; from < config.length; ) {
      int to = from;
      while (to < config.length && config[to] != '\n') to++;
      int code = to == from ? 0 : readLine(CString.slice(config, from, to));
      if (code != 0) return code;
      from = to + 1;
    }
    if (stamps > 0) script.stampNext(kind());
    return script.addDirectory(named(path));
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

  private int readLine(byte[] line) {
    byte[] rest = CString.slice(line, 1, line.length);
    return switch (line[0]) {
      case '#' -> 0;
      case '+' -> addPattern(Directive.Kind.SELECT, rest);
      case '-' -> addPattern(Directive.Kind.DESELECT, rest);
      case 'p' -> setPrefix(rest);
      case '!' -> setProcessor(rest);
      case 's', 'n', 't', 'N' -> readNumber(line);
      default -> ignore(line);
    };
  }

  private int addPattern(Directive.Kind kind, byte[] pattern) {
    return script.add(Directive.selection(kind, new StarMatcher(pattern, longestMatched, null)));
  }

  private int setPrefix(byte[] prefix) {
    if (prefix.length > LONGEST_PREFIX) return script.bad(prefix);
    script.setPrefix(prefix);
    return 0;
  }

  private int setProcessor(byte[] command) {
    script.setProcessor(command, true);
    return 0;
  }

  private int readNumber(byte[] line) {
    long value = LogScript.number(line, false);
    if (value < 0) return script.bad(line);
    RotationLimits limits = script.limits();
    switch (line[0]) {
      case 's' -> limits.size = value == 0 ? Long.MAX_VALUE : bounded(value);
      case 'n' -> limits.archives = value == 0 ? Long.MAX_VALUE : value;
      case 't' -> limits.periodSeconds = value;
      default -> {}
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
