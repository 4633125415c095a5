package s6j.front.definition;

import java.util.List;
import java.util.Optional;
import s6j.front.toml.Section;
import s6j.front.toml.Toml;
import s6j.front.toml.Value;

/**
 * What is run: a text for the shell (or for the interpreter that its first line names behind {@code
 * #!}), a text in the execline language, or the words of one command.
 */
public record ScriptValue(Form form, List<String> words) {
  /** How a script is written down. */
  public enum Form {
    SHELL,
    EXECLINE,
    COMMAND
  }

  private static final String SHEBANG = "#!";
  private static final String IN_EXECLINE = "execline";

  /** A string, an array of words, or a table with the text of an execline script. */
  static final Type<ScriptValue> TYPE =
      Type.of(
          "a script",
          () -> Schema.any(Schema.TEXTS, Schema.each(List.of(IN_EXECLINE), Schema.TEXT)),
          null,
          ScriptValue::read,
          ScriptValue::spelled);

  public static ScriptValue shell(String text) {
    return new ScriptValue(Form.SHELL, List.of(text));
  }

  public static ScriptValue execline(String text) {
    return new ScriptValue(Form.EXECLINE, List.of(text));
  }

  public static ScriptValue command(List<String> words) {
    return new ScriptValue(Form.COMMAND, List.copyOf(words));
  }

  /** The text of a shell or execline script. */
  public String text() {
    return words.get(0);
  }

  /** Whether the text is for /bin/sh and has no interpreter line. */
  public boolean isPlainShell() {
    return form == Form.SHELL && !text().startsWith(SHEBANG);
  }

  /** What stands behind {@code #!}, empty if nothing does. */
  public String interpreter() {
    if (form != Form.SHELL || isPlainShell()) return "";
    int end = text().indexOf('\n');
    return text().substring(SHEBANG.length(), end < 0 ? text().length() : end).strip();
  }

  private String spelled() {
    return switch (form) {
      case SHELL -> Toml.text(text());
      case EXECLINE -> "{ execline = " + Toml.quote(text()) + " }";
      case COMMAND -> Toml.list(words);
    };
  }

  private static Optional<ScriptValue> read(Section section, String key) {
    Value value = section.take(key).orElse(null);
    if (value instanceof Value.Text text) return nonEmpty(section, key, text.text());
    if (value instanceof Value.Items) return command(section, key);
    if (value instanceof Value.Table table) return execline(section.section(key, table));
    if (value != null) section.wrong(key, value, "a script");
    return Optional.empty();
  }

  private static Optional<ScriptValue> nonEmpty(Section section, String key, String text) {
    if (!text.isBlank()) return Optional.of(shell(text));
    section.bad(key, "is empty", "");
    return Optional.empty();
  }

  private static Optional<ScriptValue> command(Section section, String key) {
    List<String> words = section.texts(key);
    if (!words.isEmpty() && !words.get(0).isEmpty()) return Optional.of(command(words));
    section.bad(key, "has no command", "[\"program\", \"argument\"]");
    return Optional.empty();
  }

  private static Optional<ScriptValue> execline(Section table) {
    String text = table.text(IN_EXECLINE).orElse("");
    table.close();
    if (!text.isEmpty()) return Optional.of(execline(text));
    String hint = "a string, an array, or { execline = \"...\" }";
    table.bad(IN_EXECLINE, "is missing or empty", hint);
    return Optional.empty();
  }
}
