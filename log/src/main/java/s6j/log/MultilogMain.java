package s6j.log;

import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** multilog: the command line of daemontools' logger in front of the same engine. */
final class MultilogMain {
  private static final int LONGEST_MATCHED = 1000;
  private static final long BIGGEST_SIZE = 16777215;
  private static final int LONGEST_ALERT = 200;
  private static final int FEWEST_ARCHIVES = 2;

  private final Messages messages;
  private final LogScript script;
  private boolean stamped;

  /** Carries the stamp that patterns see. */
  private Directive stamp;

  private MultilogMain(Messages messages, LogScript script) {
    this.messages = messages;
    this.script = script;
  }

  public static Program declaration() {
    return new Program(
        "multilog",
        null,
        "script",
        "logs as daemontools' multilog does: t, n, s, +, -, e, = and ! in front of directories",
        MultilogMain::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = LogMain.messages(posix, arguments[0]);
    LogSettings settings = new LogSettings();
    settings.blocking = true;
    settings.lineLimit = 0;
    LogScript script = LogMain.script(posix, messages, settings, arguments[0]);
    int code = new MultilogMain(messages, script).read(arguments);
    return code != 0 ? code : LogMain.start(posix, messages, settings, script);
  }

  private int read(byte[][] arguments) {
    script.prepare(arguments.length, 0);
    for (int i = 1; i < arguments.length; i++) {
      int code = readDirective(arguments[i], i);
      if (code != 0) return code;
    }
    return script.finish();
  }

  private int readDirective(byte[] text, int place) {
    byte[] rest = CString.length(text) == 0 ? text : CString.slice(text, 1, CString.length(text));
    return switch (CString.length(text) == 0 ? 0 : text[0]) {
      case 't' -> place == 1 && rest.length == 0 ? readStamp() : script.bad(text);
      case '+' -> addPattern(Directive.Kind.SELECT, rest);
      case '-' -> addPattern(Directive.Kind.DESELECT, rest);
      case 'n', 's' -> readNumber(text);
      case '!' -> readProcessor(rest);
      case 'e' -> act() + script.addErrorOutput(LONGEST_ALERT);
      case '=' -> rest.length == 0 ? script.bad(text) : act() + script.addStatus(rest);
      case '.', '/' -> act() + script.addDirectory(text);
      default -> script.unknown(text);
    };
  }

  private int readStamp() {
    stamped = true;
    return 0;
  }

  /** In multilog the stamp belongs to the line, for actions and patterns alike. */
  private int addPattern(Directive.Kind kind, byte[] pattern) {
    if (stamped && stamp == null) stamp = script.stampForPatterns();
    return script.add(Directive.selection(kind, new StarMatcher(pattern, LONGEST_MATCHED, stamp)));
  }

  private int act() {
    if (stamped) script.stampNext(StampKind.LABEL);
    return 0;
  }

  private int readNumber(byte[] text) {
    long value = LogScript.number(text, false);
    if (value < 0) return script.bad(text);
    RotationLimits limits = script.limits();
    if (text[0] == 'n') limits.archives = value < FEWEST_ARCHIVES ? FEWEST_ARCHIVES : value;
    else limits.size = clamp(value);
    return 0;
  }

  private static long clamp(long size) {
    if (size < RotationLimits.SMALLEST_SIZE) return RotationLimits.SMALLEST_SIZE;
    return size > BIGGEST_SIZE ? BIGGEST_SIZE : size;
  }

  private int readProcessor(byte[] command) {
    script.setProcessor(command, true);
    return 0;
  }
}
