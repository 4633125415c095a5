package s6j.log.syslog;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.Tai64n;
import s6j.log.stamp.LineFilter;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** ucspilogd: makes lines of what a syslog client sends over a connection. */
public final class Ucspilogd extends LineFilter {
  /** A label with its blank, and {@code <N>}. */
  private static final int HEAD = Tai64n.LABEL_SIZE + 1 + 32;

  private static final Option DEFAULT =
      Option.value('D', "default", "what to write for a variable that is not set (<undefined>)");

  private final byte[][] values;

  private Ucspilogd(Posix posix, Messages messages, byte[][] values) {
    super(posix, messages, HEAD, true, true);
    this.values = values;
  }

  public static Program declaration() {
    return new Program(
            "ucspilogd",
            null,
            "[ -D default ] [ var... ]",
            "turns syslog messages on its standard input into readable lines",
            Ucspilogd::run)
        .options(DEFAULT);
  }

  public static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    byte[] absent = line.bytes(DEFAULT, CString.of("<undefined>"));
    return new Ucspilogd(posix, messages, values(posix, line.operands(0), absent)).run();
  }

  private static byte[][] values(Posix posix, byte[][] names, byte[] absent) {
    Environment environment = new Environment(posix);
    byte[][] values = new byte[names.length][];
    for (int i = 0; i < values.length; i++) {
      values[i] = environment.get(names[i]);
      if (values[i] == null) values[i] = absent;
    }
    return values;
  }

  @Override
  public void begin(byte[] start, int length, boolean followed) {
    int place = labelled(start, length) ? Tai64n.LABEL_SIZE + 1 : 0;
    out.bytes(start, 0, place);
    for (int i = 0; i < values.length; i++) out.bytes(values[i]).text(": ");
    place = SyslogPriority.put(start, place, length, out);
    out.bytes(start, place, length - place);
  }

  /** Whether a word of a label's length begins with @, followed by a blank. */
  private static boolean labelled(byte[] line, int length) {
    if (length <= Tai64n.LABEL_SIZE || line[0] != '@') return false;
    int blank = 0;
    while (blank < Tai64n.LABEL_SIZE && line[blank] != ' ') blank++;
    return blank == Tai64n.LABEL_SIZE && line[blank] == ' ';
  }
}
