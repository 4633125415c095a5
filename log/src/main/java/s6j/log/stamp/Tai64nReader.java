package s6j.log.stamp;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * s6-tai64nlocal: turns a TAI64N label at the start of a line into a date and time. Labels before
 * 1970, and a label that nothing follows, are left alone.
 */
public final class Tai64nReader extends LineFilter {
  private static final Option UTC = Option.flag('g', "UTC instead of local time");

  private final boolean utc;
  private final LabelText text;

  private Tai64nReader(Posix posix, Messages messages, boolean utc) {
    super(posix, messages, Tai64n.LABEL_SIZE, false, false);
    this.utc = utc;
    this.text = new LabelText(posix);
  }

  public static Program declaration() {
    return new Program(
            "s6-tai64nlocal",
            "tai64nlocal",
            "[ -g ]",
            "turns TAI64N labels at the start of lines into readable time",
            Tai64nReader::run)
        .options(UTC);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    return new Tai64nReader(posix, messages, line.has(UTC)).run();
  }

  @Override
  public void begin(byte[] start, int length, boolean followed) {
    boolean converts = followed && length == Tai64n.LABEL_SIZE && text.read(start, 0, utc);
    if (converts) out.bytes(text.bytes(), 0, LabelText.LENGTH);
    else out.bytes(start, 0, length);
  }
}
