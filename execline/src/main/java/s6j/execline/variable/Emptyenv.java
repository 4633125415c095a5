package s6j.execline.variable;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.execline.parameter.Frame;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** emptyenv: removes variables. */
public final class Emptyenv {
  private static final Option PATH = Option.flag('p', "keep-path", "keep PATH");
  private static final Option LIBRARIES =
      Option.flag('l', "keep-ld-library-path", "keep LD_LIBRARY_PATH");
  private static final Option CLEANUP =
      Option.flag('c', "cleanup", "remove only what programs of execline set");
  private static final Option OPTIONS =
      Option.flag('o', "pop-elgetopt", "take back what elgetopt pushed");
  private static final Option POSITIONALS =
      Option.flag('P', "pop-execline", "take back the positional parameters that were pushed");
  private static final String[] OWN = {"!", "?", "#", "0", "EXECLINE_STRICT"};

  private Emptyenv() {}

  public static Program declaration() {
    return new Program(
            "emptyenv",
            null,
            "[ -p | -l | -c | -o | -P ] prog...",
            "empties the environment, or takes back what execline set",
            Emptyenv::run)
        .options(PATH, LIBRARIES, CLEANUP, OPTIONS, POSITIONALS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    byte[][] command = line.operands(0);
    return call.becomes(command[0], command, remaining(call, line));
  }

  private static Environment remaining(Call call, Line line) {
    byte[][] variables = call.posix.environment();
    if (line.has(CLEANUP)) return cleaned(call.environment, variables);
    if (line.has(OPTIONS) || line.has(POSITIONALS))
      return Frame.pop(variables, line.has(POSITIONALS), line.has(OPTIONS));
    Words kept = new Words();
    if (line.has(PATH)) keep(variables, "PATH=", kept);
    if (line.has(LIBRARIES)) keep(variables, "LD_LIBRARY_PATH=", kept);
    return new Environment(kept.array());
  }

  private static void keep(byte[][] variables, String start, Words kept) {
    for (byte[] variable : variables)
      if (CString.startsWith(variable, CString.of(start))) {
        kept.add(variable);
        return;
      }
  }

  private static Environment cleaned(Environment environment, byte[][] variables) {
    for (String name : OWN) environment.unset(name);
    for (byte[] variable : variables) {
      int end = CString.indexOf(variable, '=');
      if (end > 0 && isOfExecline(variable, end))
        environment.unset(CString.slice(variable, 0, end));
    }
    return environment;
  }

  private static boolean isOfExecline(byte[] variable, int end) {
    if (CString.startsWith(variable, CString.of("ELGETOPT_"))) return true;
    boolean isDescriptor = CString.startsWith(variable, CString.of("FD"));
    if (isDescriptor) return Decimal.parse(variable, 2, end, 10) >= 0;
    return variable[0] != '0' && Decimal.parse(variable, 0, end, 10) >= 0;
  }
}
