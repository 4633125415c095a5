package s6j.execline.parameter;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.execline.substitution.Transformation;
import s6j.formats.ByteSink;
import s6j.posix.Posix;

/** dollarat: prints the positional parameters. */
public final class Dollarat {
  private static final int PIECE = 8192;
  private static final Option OPEN = Option.flag('n', "nothing behind the last one");
  private static final Option NULLS = Option.flag('0', "a null byte behind each");
  private static final Option DELIMITER =
      Option.value('d', "delimchar", "this byte behind each; none for netstrings");

  private Dollarat() {}

  public static Program declaration() {
    return new Program(
            "dollarat",
            null,
            "[ -n ] [ -0 | -d delimchar ]",
            "prints the positional parameters",
            Dollarat::run)
        .options(OPEN, NULLS, DELIMITER);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    int count = call.positionals();
    if (count < 0) return ExitCode.USAGE;
    byte[] delimiter = {'\n'};
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == NULLS) delimiter = new byte[1];
      else if (given.option == DELIMITER) delimiter = given.value;
    ByteSink text = new ByteSink(PIECE);
    for (int i = 1; i <= count; i++) {
      byte[] value = call.positional(i);
      if (value == null) return ExitCode.USAGE;
      if (delimiter.length == 0) Transformation.netstring(value, text);
      else text.put(value);
      if (delimiter.length > 0 && (i < count || !line.has(OPEN))) text.put(delimiter[0]);
    }
    int error = Bytes.writeAll(posix, 1, text.copy());
    return error < 0 ? call.unable("write to stdout", error) : 0;
  }
}
