package s6j.log.dialect;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.log.directory.RotationLimits;
import s6j.log.loop.LogMain;
import s6j.log.script.Directive;
import s6j.log.script.LogScript;
import s6j.log.script.LogSettings;
import s6j.log.script.StarMatcher;
import s6j.log.stamp.StampKind;
import s6j.posix.CString;
import s6j.posix.Posix;

/** multilog: the command line of daemontools' logger in front of the same engine. */
public final class MultilogMain {
  private static final int LONGEST_MATCHED = 1000;
  private static final long BIGGEST_SIZE = 16777215;
  private static final int LONGEST_ALERT = 200;
  private static final int FEWEST_FILES = 2;
  private static final int FILES = 10;
  private static final int UMASK = 022;

  /** What a word of the script is, by its first letter; words with others say nothing. */
  private enum Letter {
    STAMP('t'),
    SELECT('+'),
    DESELECT('-'),
    FILES('n'),
    SIZE('s'),
    PROCESSOR('!'),
    ALERT('e'),
    STATUS('='),
    RELATIVE_DIRECTORY('.'),
    ABSOLUTE_DIRECTORY('/');

    private static final Letter[] ALL = values();
    private final char letter;

    Letter(char letter) {
      this.letter = letter;
    }

    /** Whether it does something with each line that is selected. */
    boolean acts() {
      return ordinal() >= ALERT.ordinal();
    }

    static @Nullable Letter of(byte[] word) {
      for (Letter one : ALL) if (word.length > 0 && one.letter == word[0]) return one;
      return null;
    }
  }

  private final LogScript script;
  private boolean stamped;

  /** Carries the stamp that patterns see. */
  private @Nullable Directive stamp;

  private MultilogMain(LogScript script) {
    this.script = script;
    script.limits().archives = FILES - 1;
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
    posix.umask(UMASK);
    Messages messages = LogMain.messages(posix, arguments[0]);
    LogSettings settings = new LogSettings();
    settings.blocking = true;
    settings.lineLimit = 0;
    settings.nulEndsLine = false;
    settings.lastLineMillis = 0;
    LogScript script = LogMain.script(posix, messages, settings, arguments[0]);
    int code = new MultilogMain(script).read(arguments);
    return code != 0 ? code : LogMain.start(posix, messages, settings, script);
  }

  private int read(byte[][] arguments) {
    script.prepare(arguments.length, 0);
    for (int i = 1; i < arguments.length; i++) readWord(arguments[i], i == 1);
    return script.finish();
  }

  private int readWord(byte[] word, boolean isFirst) {
    Letter letter = Letter.of(word);
    if (letter == null) return 0;
    byte[] rest = CString.slice(word, 1, CString.length(word));
    if (stamped && letter.acts()) script.stampNext(StampKind.LABEL);
    return switch (letter) {
      case STAMP -> readStamp(isFirst);
      case SELECT -> addPattern(Directive.Kind.SELECT, rest);
      case DESELECT -> addPattern(Directive.Kind.DESELECT, rest);
      case FILES -> readFiles(LogScript.leadingNumber(rest));
      case SIZE -> readSize(LogScript.leadingNumber(rest));
      case PROCESSOR -> readProcessor(rest);
      case ALERT -> script.addErrorOutput(LONGEST_ALERT, Directive.Cut.LONGER_WITH_HEAD);
      case STATUS -> script.addLastingStatus(rest);
      case RELATIVE_DIRECTORY, ABSOLUTE_DIRECTORY -> script.addDirectory(word);
    };
  }

  /** Anywhere else it says nothing. */
  private int readStamp(boolean isFirst) {
    stamped |= isFirst;
    return 0;
  }

  /** In multilog the stamp belongs to the line, for actions and patterns alike. */
  private int addPattern(Directive.Kind kind, byte[] pattern) {
    if (stamped && stamp == null) stamp = script.stampForPatterns();
    return script.add(Directive.selection(kind, new StarMatcher(pattern, LONGEST_MATCHED, stamp)));
  }

  /** multilog counts current among the files. */
  private int readFiles(long files) {
    script.limits().archives = (files < FEWEST_FILES ? FEWEST_FILES : files) - 1;
    return 0;
  }

  private int readSize(long size) {
    long least = size < RotationLimits.SMALLEST_SIZE ? RotationLimits.SMALLEST_SIZE : size;
    script.limits().size = least > BIGGEST_SIZE ? BIGGEST_SIZE : least;
    return 0;
  }

  private int readProcessor(byte[] command) {
    script.setProcessor(command, true);
    return 0;
  }
}
