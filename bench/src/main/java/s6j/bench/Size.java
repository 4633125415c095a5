package s6j.bench;

/** How much is measured: in some two minutes, in about eight, or in some twenty. */
enum Size {
  QUICK,
  DEFAULT,
  FULL;

  int of(int quick, int usual, int full) {
    return switch (this) {
      case QUICK -> quick;
      case DEFAULT -> usual;
      case FULL -> full;
    };
  }
}
