package s6j.execline.call;

import s6j.cli.Option;
import s6j.formats.ByteSink;

/** Options that programs share: whether a variable is put in at once, whether newlines stay. */
public final class Chomping {
  public static final Option IMPORTS =
      Option.flag('E', "substitute the variable in what follows and remove it");
  public static final Option EXPORTS = Option.flag('e', "leave the variable set (default)");
  public static final Option KEEPS = Option.flag('N', "keep the end of the line");
  public static final Option CHOMPS = Option.flag('n', "drop the end of the line (default)");

  private Chomping() {}

  /** Drops a newline at the end. */
  public static void chomp(ByteSink text) {
    int length = text.length();
    if (length > 0 && text.array()[length - 1] == '\n') text.cut(length - 1);
  }
}
