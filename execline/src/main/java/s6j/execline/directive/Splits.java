package s6j.execline.directive;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.execline.substitution.Transformation;

/** The options by which values become words. */
final class Splits {
  static final Option KEEPS = Option.flag('N', "keep a delimiter at the end (default)");
  static final Option CHOMPS = Option.flag('n', "drop a delimiter at the end");
  static final Option SPLITS = Option.flag('s', "cut the value at each delimiter");
  static final Option CRUNCHES = Option.flag('C', "take delimiters in a row for one");
  static final Option SPREADS = Option.flag('c', "take each delimiter by itself (default)");
  static final Option DELIMITERS =
      Option.value('d', "delim", "the bytes that delimit words; none for netstrings");

  private Splits() {}

  static Transformation of(Line line) {
    Transformation transformation = new Transformation();
    transformation.chomps = line.chose(CHOMPS, KEEPS);
    transformation.crunches = line.chose(CRUNCHES, SPREADS);
    transformation.splits = line.has(SPLITS);
    transformation.delimiters = line.bytes(DELIMITERS, Transformation.BLANKS);
    return transformation;
  }
}
