package s6j.front.definition;

import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Reads the key logger: true, a directory, or a table. */
final class LoggerReader {
  private static final String KEY = "logger";
  private static final Map<String, String> STAMPS =
      Map.of("tai64n", "tai64n", "iso", "iso", "none", "none");

  private final Section section;

  LoggerReader(Section section) {
    this.section = section;
  }

  /** The directory stays empty where the default is meant. */
  Optional<Logger> read() {
    Value value = section.take(KEY).orElse(null);
    if (value == null) return Optional.empty();
    if (value instanceof Value.Flag flag)
      return flag.isSet() ? Optional.of(Logger.directory("", flag.place())) : Optional.empty();
    if (value instanceof Value.Text text)
      return Optional.of(Logger.directory(text.text(), text.place()));
    if (value instanceof Value.Table table) return table(section.section(KEY, table));
    section.wrong(KEY, value, "true, a directory or a table");
    return Optional.empty();
  }

  private static Optional<Logger> table(Section table) {
    Logger logger =
        new Logger(
            table.text("directory"),
            table.text("service"),
            table.text("user"),
            (int) table.whole("keep", Logger.DEFAULT_KEEP, 0, 1 << 30),
            table.whole("size", Logger.DEFAULT_SIZE, 4096, 268435455),
            table.word("stamp", STAMPS, Logger.DEFAULT_STAMP),
            table.texts("script"),
            table.take("service").map(Value::place).orElse(table.table.place()));
    table.close();
    if (!logger.service().isEmpty() && table.table.entries().size() > 1)
      table.bad("service", "leaves nothing else to say", "its own definition says the rest");
    return Optional.of(logger);
  }
}
