package s6j.execline.directive;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.substitution.Substitution;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** elgetpositionals: the positional parameters for their numbers. */
public final class Elgetpositionals extends Substituting {
  private static final byte[] NOTHING = {};
  private static final byte[] NUMBER = CString.of("#");
  private static final byte[] ALL = CString.of("@");
  private static final Option LEAST =
      Option.value('P', "num", "so many there are at least, empty where not set").number();

  private Elgetpositionals(Call call, Substitution table) {
    super(call, table);
  }

  static Substituting of(Call call, Substitution table) {
    return new Elgetpositionals(call, table);
  }

  public static Program declaration() {
    return new Program(
            "elgetpositionals",
            null,
            "[ -P num ] prog...",
            "substitutes the positional parameters for their numbers",
            Elgetpositionals::run)
        .options(LEAST);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return of(new Call(posix, program, arguments), new Substitution(Call.MOST_BYTES)).run();
  }

  @Override
  int read(Program program, byte[][] words) {
    Line line = program.open(words, call.messages);
    if (line.isWrong()) return USAGE;
    long least = line.number(LEAST, 0);
    byte[] told = call.environment.get(NUMBER);
    long count = told == null ? Decimal.INVALID : Decimal.parse(told);
    if (count < 0 || table.has(NUMBER) || table.has(ALL)) return KEY;
    if (count < least && call.strictness() > 0 && tooFew(least, count)) return SAID;
    return fill((int) count, Math.max(count, least), told) ? line.firstOperand() : KEY;
  }

  private boolean fill(int count, long most, byte[] told) {
    if (!table.add(NUMBER, new byte[][] {told})) return false;
    byte[][] all = new byte[Math.min(count, Call.MOST_BYTES)][];
    for (long i = 0; i <= most; i++) {
      byte[] name = Decimal.string(i);
      byte[] value = i <= count ? call.environment.get(name) : NOTHING;
      if (value == null || !table.add(name, new byte[][] {value})) return false;
      if (i > 0 && i <= count) all[(int) i - 1] = value;
    }
    return table.add(ALL, all);
  }

  private boolean tooFew(long least, long count) {
    boolean fatal = call.strictness() > 1;
    Messages messages = fatal ? call.messages.fatal() : call.messages.warning();
    messages.text("too few arguments: expected at least ").number(least);
    messages.text(" but got ").number(count).end();
    return fatal;
  }
}
