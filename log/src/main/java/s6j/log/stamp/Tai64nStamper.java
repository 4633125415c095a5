package s6j.log.stamp;

import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-tai64n: puts a TAI64N label in front of each line. */
public final class Tai64nStamper extends LineFilter {
  private final Posix posix;
  private final byte[] label = new byte[Tai64n.LABEL_SIZE + 1];

  private Tai64nStamper(Posix posix, Messages messages) {
    super(posix, messages, 1, false, true);
    this.posix = posix;
    label[Tai64n.LABEL_SIZE] = ' ';
  }

  public static Program declaration() {
    return new Program(
        "s6-tai64n",
        "tai64n",
        "",
        "puts a TAI64N label in front of each line of its standard input",
        Tai64nStamper::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    return new Tai64nStamper(posix, messages).run();
  }

  @Override
  public void begin(byte[] start, int length, boolean followed) {
    Tai64n.label(posix.realtimeNanos() + Stamps.ROUNDING, label, 0);
    out.bytes(label, 0, label.length);
    out.bytes(start, 0, length);
  }
}
