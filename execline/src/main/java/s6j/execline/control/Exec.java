package s6j.execline.control;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** exec: another name or no environment for what follows. */
public final class Exec {
  private static final Option EMPTY = Option.flag('c', "empty the environment");
  private static final Option DASH = Option.flag('l', "put a dash before the name, as for a login");
  private static final Option NAME =
      Option.value('a', "argv0", "the name that the program is called by");

  private Exec() {}

  public static Program declaration() {
    return new Program(
            "exec",
            null,
            "[ -c ] [ -l ] [ -a argv0 ] prog...",
            "becomes a program under another name, or without an environment",
            Exec::run)
        .options(EMPTY, DASH, NAME);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    byte[][] command = line.operands(0);
    byte[][] words = named(command, line.bytes(NAME, null), line.has(DASH));
    return call.becomes(
        command[0], words, line.has(EMPTY) ? new Environment(new byte[0][]) : call.environment);
  }

  /** The words with another first one. */
  static byte[][] named(byte[][] command, byte @Nullable [] name, boolean dash) {
    byte[][] words = command.clone();
    if (name != null) words[0] = name;
    if (dash) words[0] = CString.concat(new byte[] {'-'}, words[0]);
    return words;
  }
}
