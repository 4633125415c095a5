package s6j.execline.variable;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.execline.call.Chomping;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Posix;

/** withstdinas: the input in a variable. */
public final class Withstdinas {
  private static final int NULL_BYTE = 1;
  private static final String NULL = "stdin contained a null character";
  private static final Option STRICT = Option.flag('i', "end with 1 if there is a null byte");
  private static final Option REMOVES =
      Option.flag('I', "remove the variable if there is a null byte");
  private static final Option DEFAULT =
      Option.value('D', "default", "the value if there is a null byte");

  private Withstdinas() {}

  public static Program declaration() {
    return new Program(
            "withstdinas",
            null,
            "[ -i | -I | -D default ] [ -N | -n ] [ -E | -e ] var remainder...",
            "sets a variable to the input",
            Withstdinas::run)
        .options(STRICT, REMOVES, DEFAULT, Chomping.KEEPS, Chomping.CHOMPS)
        .options(Chomping.IMPORTS, Chomping.EXPORTS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    if (!Call.isName(line.operand(0))) return call.wrong("invalid variable name");
    ByteSink input = new ByteSink(4096);
    int error = Bytes.readAll(posix, 0, input);
    if (error < 0) return call.unable("slurp", error);
    byte[] value = input.copy();
    byte[] cut = CString.slice(value, 0, CString.length(value));
    if (cut.length == value.length) {
      if (!line.chose(Chomping.KEEPS, Chomping.CHOMPS)) Chomping.chomp(input);
      value = input.copy();
    } else {
      Option way = line.last(STRICT, REMOVES);
      if (way == STRICT) return call.messages.fatal().text(NULL).exit(NULL_BYTE);
      value = way == REMOVES ? null : line.bytes(DEFAULT, cut);
      if (way == null && line.has(DEFAULT))
        call.messages.warning().text(NULL).text(" - using default instead").end();
    }
    boolean imports = line.chose(Chomping.IMPORTS, Chomping.EXPORTS);
    return call.becomesWith(line.operand(0), value, line.operands(1), imports);
  }
}
