package s6j.front.definition;

import java.util.Locale;

/** A constant of an enum that a definition spells as a word: {@code ON_FAILURE} is on-failure. */
public interface Word {
  /** The name of the constant, as every enum has it. */
  String name();

  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
