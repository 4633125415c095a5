package s6j.execline.parameter;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** elgetopt: takes the options among the positional parameters. */
public final class Elgetopt {
  private static final byte[] ONE = {'1'};
  private static final int BAD_OPTION = 1;
  private static final Option DEFAULT =
      Option.value('D', "default", "the value of an option that takes none, instead of 1");

  private final Call call;
  private final byte[] letters;
  private final byte[] set;
  private byte[][] parameters;
  private Environment environment;

  /** The parameter that is read, and the byte in it; 0 between parameters. */
  private int at = 1;

  private int place;

  private Elgetopt(Call call, byte[] letters, byte[] set) {
    this.call = call;
    this.letters = letters;
    this.set = set;
  }

  public static Program declaration() {
    return new Program(
            "elgetopt",
            null,
            "[ -D default ] optstring prog...",
            "takes options from the positional parameters",
            Elgetopt::run)
        .options(DEFAULT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    Elgetopt options = new Elgetopt(call, line.operand(0), line.bytes(DEFAULT, ONE));
    int code = options.read();
    if (code != 0) return code;
    byte[][] command = line.operands(1);
    return call.becomes(command[0], command, options.environment);
  }

  private int read() {
    int count = call.positionals();
    if (count < 0) return ExitCode.USAGE;
    parameters = new byte[count + 1][];
    for (int i = 0; i <= count; i++) {
      parameters[i] = call.positional(i);
      if (parameters[i] == null) return ExitCode.USAGE;
    }
    environment = Frame.push(call.posix.environment(), true);
    while (place > 0 || isOptions()) if (!takeLetter()) return BAD_OPTION;
    int left = count + 1 - at;
    environment.set("#", Decimal.string(left));
    for (int i = 1; i <= count; i++) {
      byte[] name = Decimal.string(i);
      if (i <= left) environment.set(name, parameters[at + i - 1]);
      else environment.unset(name);
    }
    return 0;
  }

  /** Whether the present parameter holds options; steps over one that ends them. */
  private boolean isOptions() {
    if (at >= parameters.length) return false;
    byte[] word = parameters[at];
    if (word.length < 2 || word[0] != '-') return false;
    boolean ends = word.length == 2 && word[1] == '-';
    if (ends) at++;
    else place = 1;
    return !ends;
  }

  private boolean takeLetter() {
    byte[] word = parameters[at];
    byte letter = word[place++];
    boolean isLast = place == word.length;
    int found = letter == ':' ? -1 : CString.indexOf(letters, letter);
    boolean takesValue = found >= 0 && found + 1 < letters.length && letters[found + 1] == ':';
    byte[] value = takesValue && !isLast ? CString.slice(word, place, word.length) : null;
    if (isLast || value != null) {
      at++;
      place = 0;
    }
    if (found < 0) return refuse(": illegal option");
    if (takesValue && value == null && at < parameters.length) value = parameters[at++];
    boolean isMissing = takesValue && value == null;
    if (isMissing) refuse(": option requires an argument");
    if (isMissing && letters[0] != ':') return false;
    byte[] name = {isMissing ? (byte) ':' : letter};
    environment.set(CString.concat(CString.of("ELGETOPT_"), name), value == null ? set : value);
    return true;
  }

  private boolean refuse(String text) {
    Messages messages = new Messages(call.posix, parameters[0]);
    messages.bare().text(text).end();
    return false;
  }
}
