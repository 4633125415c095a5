package s6j.svc.instance;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExeclineScript;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.posix.CString;
import s6j.posix.Decimal;

/** The options that say how a made service logs (s6-usertree-maker page). */
final class LogOptions {
  private static final int MOST_DIGITS = 18;

  private static final Option USER =
      Option.value('l', "loguser", "the user that the logger runs as");
  private static final Option STAMPS =
      Option.value('t', "stamptype", "0 no time stamps, 1 TAI64N (default), 2 ISO 8601, 3 both")
          .number();
  private static final Option FILES =
      Option.value('n', "nfiles", "archives to keep (default 10)").number();
  private static final Option FILE_SIZE =
      Option.value('s', "filesize", "bytes of a log file (default 1000000)");
  private static final Option TOTAL_SIZE =
      Option.value('S', "maxsize", "bytes of all archives (default 0, no limit)");
  private static final Option PREFIX = Option.value('P', "prefix", "text in front of every line");

  private final byte @Nullable [] user;
  private final byte @Nullable [] prefix;
  final long stampType;
  private final long files;
  private final long fileSize;

  /** 0: no limit to all archives together. */
  private final long totalSize;

  LogOptions(Line line) {
    user = line.bytes(USER, null);
    prefix = line.bytes(PREFIX, null);
    stampType = line.number(STAMPS, 1);
    files = line.number(FILES, 10);
    fileSize = parseSize(line.bytes(FILE_SIZE, CString.of("1000000")));
    totalSize = parseSize(line.bytes(TOTAL_SIZE, CString.of("0")));
  }

  static Program declare(Program program) {
    return program.options(USER, STAMPS, FILES, FILE_SIZE, TOTAL_SIZE, PREFIX);
  }

  /** Whether an option is a size that is no number. */
  static boolean isWrong(Line.Given given) {
    boolean isSize = given.option == FILE_SIZE || given.option == TOTAL_SIZE;
    return isSize && parseSize(given.value) < 0;
  }

  /** Sizes may need more than 32 bits. */
  private static long parseSize(byte[] text) {
    int length = CString.length(text);
    if (length == 0 || length > MOST_DIGITS) return Decimal.INVALID;
    long size = 0;
    for (int i = 0; i < length; i++) {
      if (text[i] < '0' || text[i] > '9') return Decimal.INVALID;
      size = size * 10 + text[i] - '0';
    }
    return size;
  }

  /** The run script of the logger. */
  byte[] script(ScriptPrograms programs, byte[] directory) {
    ExeclineScript run = programs.script();
    if (user != null) run.fill("@s6-setuidgid ").quoted(user).add("\n");
    run.fill("@s6-log -bd3 -- ");
    if ((stampType & 1) != 0) run.add("t ");
    if ((stampType & 2) != 0) run.add("T ");
    run.add("n").add(files).add(" s").add(fileSize).add(" ");
    if (totalSize > 0) run.add("S").add(totalSize).add(" ");
    if (prefix != null) addPrefix(run);
    return run.quoted(directory).add("\n").toBytes(" -P");
  }

  /** A prefix that execline would take apart or replace is quoted. */
  private void addPrefix(ExeclineScript run) {
    byte[] directive = CString.concat(new byte[] {'p'}, prefix);
    if (isPlain(directive)) run.add(directive);
    else run.quoted(directive);
    run.add(" ");
  }

  private static boolean isPlain(byte[] word) {
    for (byte c : word) {
      boolean plain =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '+' && c <= ':' || c == '_';
      if (!plain) return false;
    }
    return true;
  }
}
