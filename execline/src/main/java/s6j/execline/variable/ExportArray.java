package s6j.execline.variable;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.substitution.Transformation;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Posix;

/** export-array: several words in a variable. */
public final class ExportArray {
  private static final Option DELIMITER =
      Option.value('d', "delim", "put this byte behind each word, instead of netstrings");

  private ExportArray() {}

  public static Program declaration() {
    return new Program(
            "export-array",
            null,
            "[ -d delim ] variable { value-list } prog...",
            "sets a variable to a list of words",
            ExportArray::run)
        .options(DELIMITER);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    byte[] variable = line.operand(0);
    if (CString.indexOf(variable, '=') >= 0) return call.wrong("invalid variable name: ", variable);
    Blocks blocks = new Blocks(call, line.operands(1));
    byte[][] values = blocks.read();
    if (values == null) return blocks.unterminated("unterminated block");
    if (values.length == 0) return call.wrong("empty block");
    if (blocks.isAtEnd()) return call.usage();
    byte[] delimiter = line.bytes(DELIMITER, new byte[0]);
    ByteSink text = new ByteSink(256);
    for (byte[] value : values)
      if (CString.length(delimiter) == 0) Transformation.netstring(value, text);
      else text.put(value).put(delimiter[0]);
    call.environment.set(variable, text.copy());
    return call.becomes(blocks.rest());
  }
}
