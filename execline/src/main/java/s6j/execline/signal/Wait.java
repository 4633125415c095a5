package s6j.execline.signal;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** wait: waits for children. */
public final class Wait {
  private static final int UNKNOWN = 127;
  private static final Option LENIENT =
      Option.flag('I', "no-insist", "go on when the time is over (default)");
  private static final Option INSISTS = Option.flag('i', "insist", "exit 99 when the time is over");
  private static final Option ALL = Option.flag('a', "all", "wait for all (default)");
  private static final Option ONE =
      Option.flag('o', "one", "wait for one, its number in ! and its exit code in ?");
  private static final Option REAP = Option.flag('r', "reap", "do not wait for who lives");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "timeout", "wait so many milliseconds at most");

  private Wait() {}

  public static Program declaration() {
    return new Program(
            "wait",
            null,
            "[ -I | -i ] [ -a | -o ] [ -r | -t timeout ] { pids... } [ prog... ]",
            "waits for children",
            Wait::run)
        .options(LENIENT, INSISTS, ALL, ONE, REAP, TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    byte[] timeout = line.bytes(TIMEOUT, null);
    long millis = timeout == null ? -1 : Decimal.parse(timeout);
    if (line.has(REAP)) millis = 0;
    else if (timeout != null && millis < 0) return call.usage();
    byte[][] words = line.operands(0);
    int end = 0;
    while (end < words.length && CString.length(words[end]) > 0) end++;
    int[] pids = new int[end];
    for (int i = 0; i < end; i++) if (!read(words[i], pids, i)) return call.usage();
    boolean one = line.chose(ONE, ALL);
    Reaping reaping = new Reaping(call, pids, one);
    int code = millis < 0 ? reaping.await() : reaping.await(millis, line.chose(INSISTS, LENIENT));
    if (code != 0) return code;
    if (end == words.length) return reaping.isKnown() ? reaping.code() : UNKNOWN;
    if (one) tell(call, reaping);
    return call.becomes(Words.between(words, end + 1, words.length));
  }

  private static void tell(Call call, Reaping reaping) {
    if (reaping.isKnown()) {
      call.environment.set("?", Decimal.string(reaping.code()));
      call.environment.set("!", Decimal.string(reaping.pid()));
    } else {
      call.environment.unset("?");
      call.environment.unset("!");
    }
  }

  /** A number with or without a sign. */
  private static boolean read(byte[] quoted, int[] pids, int at) {
    int length = CString.length(quoted);
    int from = quoted[0] == ' ' ? 1 : 0;
    boolean negative = from < length && quoted[from] == '-';
    if (from < length && (negative || quoted[from] == '+')) from++;
    long number = Decimal.parse(quoted, from, length, 10);
    boolean isNumber = number >= 0 && number <= Integer.MAX_VALUE;
    if (isNumber) pids[at] = (int) (negative ? -number : number);
    return isNumber;
  }
}
