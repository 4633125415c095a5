package s6j.bench;

import java.util.Locale;

/** What a figure has to reach: a ratio to the reference, or a value of its own. */
record Goal(Kind kind, double limit) {
  enum Kind {
    NONE,
    RATIO_AT_MOST,
    RATIO_AT_LEAST,
    VALUE_AT_MOST
  }

  static final Goal NONE = new Goal(Kind.NONE, Double.NaN);

  static Goal ratioAtMost(double limit) {
    return new Goal(Kind.RATIO_AT_MOST, limit);
  }

  static Goal ratioAtLeast(double limit) {
    return new Goal(Kind.RATIO_AT_LEAST, limit);
  }

  static Goal valueAtMost(double limit) {
    return new Goal(Kind.VALUE_AT_MOST, limit);
  }

  boolean isMet(double own, double ratio) {
    return switch (kind) {
      case NONE -> true;
      case RATIO_AT_MOST -> ratio <= limit;
      case RATIO_AT_LEAST -> ratio >= limit;
      case VALUE_AT_MOST -> own <= limit;
    };
  }

  /** Whether it is one of the ratio. */
  boolean isRatio() {
    return kind == Kind.RATIO_AT_MOST || kind == Kind.RATIO_AT_LEAST;
  }

  String text(String unit) {
    return switch (kind) {
      case NONE -> "";
      case RATIO_AT_MOST -> String.format(Locale.ROOT, "≤ %.2f", limit);
      case RATIO_AT_LEAST -> String.format(Locale.ROOT, "≥ %.2f", limit);
      case VALUE_AT_MOST -> String.format(Locale.ROOT, "≤ %.0f %s", limit, unit);
    };
  }
}
