package s6j.front.definition;

import java.util.Optional;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Reads the key readiness: a descriptor, "sd-notify", or a table. */
final class ReadinessReader {
  private static final String KEY = "readiness";
  private static final String SD_NOTIFY = "sd-notify";

  private final Section section;

  ReadinessReader(Section section) {
    this.section = section;
  }

  Optional<Readiness> read() {
    Value value = section.take(KEY).orElse(null);
    if (value == null) return Optional.empty();
    if (value instanceof Value.Whole)
      return Optional.of(Readiness.newline((int) section.whole(KEY, 3, 3, 1023)));
    if (value instanceof Value.Text text) return named(text.text());
    if (value instanceof Value.Table table) return table(section.section(KEY, table));
    section.wrong(KEY, value, "a descriptor, \"sd-notify\" or a table");
    return Optional.empty();
  }

  private Optional<Readiness> named(String word) {
    if (word.equals(SD_NOTIFY)) return Optional.of(Readiness.sdNotify());
    section.bad(KEY, "is " + word, "a descriptor, \"sd-notify\" or a table");
    return Optional.empty();
  }

  private static Optional<Readiness> table(Section table) {
    Optional<Script> check = new ScriptReader(table).read("check");
    boolean isSdNotify = table.flag(SD_NOTIFY);
    if (isSdNotify && check.isPresent()) table.bad(SD_NOTIFY, "and check exclude each other", "");
    Readiness readiness =
        new Readiness(
            way(check, isSdNotify),
            (int) table.whole("fd", Readiness.DEFAULT_FD, 3, 1023),
            check,
            table.millis("every", Readiness.DEFAULT_INTERVAL),
            table.millis("timeout", 0),
            (int) table.whole("tries", 0, 0, 1 << 30));
    table.close();
    return Optional.of(readiness);
  }

  private static Readiness.Way way(Optional<Script> check, boolean isSdNotify) {
    if (isSdNotify) return Readiness.Way.SD_NOTIFY;
    return check.isPresent() ? Readiness.Way.CHECK : Readiness.Way.NEWLINE;
  }
}
