package s6j.front.definition;

import java.util.List;
import java.util.Optional;
import s6j.front.toml.Place;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/**
 * Where the standard output of a longrun goes: to a directory of its own, written by s6-log in a
 * service NAME-log, or to another longrun.
 */
public final class Logger extends Entries {
  /** How s6-log stamps the lines: {@code directive} is its letter, empty for none. */
  public enum Stamp implements Word {
    TAI64N("t"),
    ISO("T"),
    NONE("");

    public final String directive;

    Stamp(String directive) {
      this.directive = directive;
    }
  }

  private static final Table TABLE = new Table();
  public static final Key<String> SERVICE =
      TABLE.key(
          "service",
          Type.TEXT,
          "the longrun that reads it, with the output of others; nothing else is said then");
  public static final Key<String> DIRECTORY =
      TABLE.key("directory", Type.TEXT, "where s6-log writes; `/var/log/NAME`");
  public static final Key<String> USER =
      TABLE.key("user", Type.TEXT, "who s6-log runs as, and whose the directory is");
  public static final Key<Integer> KEEP =
      TABLE.key("keep", Type.whole(0, 1 << 30), 10, "how many old files; 10");
  public static final Key<Integer> SIZE =
      TABLE.key("size", Type.whole(4096, 268435455), 1000000, "bytes of a file; 1000000");
  public static final Key<Stamp> STAMP =
      TABLE.key("stamp", Type.word(Stamp.TAI64N), "what lines begin with");
  public static final Key<List<String>> SCRIPT =
      TABLE.key(
          "script",
          Type.TEXTS,
          "words for s6-log before the directory, in place of the other keys");

  static final Type<Logger> TYPE =
      TABLE.type(
          Logger::new,
          Logger::check,
          Type.of(
              "`true`, or a directory",
              () -> Schema.any(Schema.FLAG, Schema.TEXT),
              null,
              Logger::shorthand,
              Logger::toString));

  public Logger(Place place) {
    super(TABLE, place);
  }

  public static Logger directory(String directory, Place place) {
    Logger logger = new Logger(place);
    logger.set(DIRECTORY, directory);
    return logger;
  }

  public static Logger service(String service, Place place) {
    Logger logger = new Logger(place);
    logger.set(SERVICE, service);
    return logger;
  }

  /** The same with another directory. */
  public Logger in(String directory) {
    Logger other = directory(directory, place);
    other.copy(this, USER, KEEP, SIZE, STAMP, SCRIPT);
    return other;
  }

  private static void check(Logger logger, Section section) {
    if (!logger.get(SERVICE).isEmpty() && section.table.entries().size() > 1)
      section.bad(SERVICE.name, "leaves nothing else to say", "its own definition says the rest");
  }

  /** The directory stays empty where the default is meant. */
  private static Optional<Logger> shorthand(Section section, String key) {
    Value value = section.take(key).orElseThrow();
    if (value instanceof Value.Text text) return Optional.of(directory(text.text(), text.place()));
    if (!(value instanceof Value.Flag flag))
      section.wrong(key, value, "true, a directory or a table");
    else if (flag.isSet()) return Optional.of(new Logger(flag.place()));
    return Optional.empty();
  }
}
