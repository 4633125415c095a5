package s6j.front.definition;

import java.util.Optional;
import s6j.front.toml.Section;
import s6j.front.toml.Toml;

/** A limit that s6-softlimit sets, under its key in a definition. */
public enum LimitWord implements Word {
  OPEN_FILES("-o"),
  PROCESSES("-p"),
  ADDRESS_SPACE("-a"),
  MEMORY("-m"),
  RESIDENT("-r"),
  DATA("-d"),
  STACK("-s"),
  LOCKED("-l"),
  CORE("-c"),
  FILE_SIZE("-f"),
  CPU_SECONDS("-t");

  static final Type<String> TYPE =
      Type.of(
          "a number, `\"unlimited\"`, or `\"SOFT:HARD\"` of these",
          () -> Schema.SCALAR,
          "",
          LimitWord::read,
          Toml::quote);

  public final String option;

  LimitWord(String option) {
    this.option = option;
  }

  private static Optional<String> read(Section section, String key) {
    String number = section.scalar(key, section.take(key).orElseThrow()).replace("unlimited", "=");
    if (number.matches("([0-9]{1,18}|=)(:([0-9]{1,18}|=))?")) return Optional.of(number);
    section.bad(
        key, "is no limit: " + number, "a number, \"unlimited\", or \"SOFT:HARD\" of these");
    return Optional.empty();
  }
}
