package s6j.svc;

import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.posix.CString;
import s6j.posix.Decimal;

/** The options that say how a made service logs (s6-usertree-maker page). */
final class LogOptions {
  private static final int MOST_DIGITS = 18;

  byte[] user;
  byte[] prefix;
  long stampType = 1;
  long files = 10;
  long fileSize = 1_000_000;

  /** 0: no limit to all archives together. */
  long totalSize;

  static void declare(Program program) {
    program
        .value('l', "loguser", "the user that the logger runs as")
        .value('t', "stamptype", "0 no time stamps, 1 TAI64N (default), 2 ISO 8601, 3 both")
        .value('n', "nfiles", "archives to keep (default 10)")
        .value('s', "filesize", "bytes of a log file (default 1000000)")
        .value('S', "maxsize", "bytes of all archives (default 0, no limit)")
        .value('P', "prefix", "text in front of every line");
  }

  /** Takes one of the options: false if it is none, or its value is not a number. */
  boolean take(int option, byte[] value) {
    switch (option) {
      case 'l' -> user = value;
      case 'P' -> prefix = value;
      case 't' -> stampType = Decimal.parse(value);
      case 'n' -> files = Decimal.parse(value);
      case 's' -> fileSize = parseSize(value);
      case 'S' -> totalSize = parseSize(value);
      default -> {
        return false;
      }
    }
    return stampType >= 0 && files >= 0 && fileSize >= 0 && totalSize >= 0;
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
    Text run = new Text().add("#!").add(programs.path("execlineb")).add(" -P\n");
    if (user != null) run.add(programs.execline("@s6-setuidgid ")).quoted(user).add("\n");
    run.add(programs.execline("@s6-log -bd3 -- "));
    if ((stampType & 1) != 0) run.add("t ");
    if ((stampType & 2) != 0) run.add("T ");
    run.add("n").add(files).add(" s").add(fileSize).add(" ");
    if (totalSize > 0) run.add("S").add(totalSize).add(" ");
    if (prefix != null) addPrefix(run);
    return run.quoted(directory).add("\n").toBytes();
  }

  /** A prefix that execline would take apart or replace is quoted. */
  private void addPrefix(Text run) {
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
