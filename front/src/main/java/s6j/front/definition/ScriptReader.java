package s6j.front.definition;

import java.util.List;
import java.util.Optional;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Reads scripts: a string, an array of words, or a table with one of the two execline, file. */
final class ScriptReader {
  private final Section section;

  ScriptReader(Section section) {
    this.section = section;
  }

  Optional<Script> read(String key) {
    Value value = section.take(key).orElse(null);
    if (value instanceof Value.Text text) return nonEmpty(key, text.text());
    if (value instanceof Value.Items) return command(key);
    if (value instanceof Value.Table table) return execline(section.section(key, table));
    if (value != null) section.wrong(key, value, "a script");
    return Optional.empty();
  }

  private Optional<Script> nonEmpty(String key, String text) {
    if (!text.isBlank()) return Optional.of(Script.shell(text));
    section.bad(key, "is empty", "");
    return Optional.empty();
  }

  private Optional<Script> command(String key) {
    List<String> words = section.texts(key);
    if (!words.isEmpty() && !words.get(0).isEmpty()) return Optional.of(Script.command(words));
    section.bad(key, "has no command", "[\"program\", \"argument\"]");
    return Optional.empty();
  }

  private static Optional<Script> execline(Section table) {
    String text = table.text("execline");
    table.close();
    if (!text.isEmpty()) return Optional.of(Script.execline(text));
    table.bad("execline", "is missing or empty", "a string, an array, or { execline = \"...\" }");
    return Optional.empty();
  }
}
