package s6j.front.definition;

import s6j.front.toml.Toml;

/** The text of a TOML file that grows line by line and table by table. */
final class TomlText {
  private final StringBuilder text = new StringBuilder();
  private String path = "";

  void line(String key, String value) {
    text.append(key).append(" = ").append(value).append('\n');
  }

  /** A key that may need quotes itself, with a string. */
  void quoted(String key, String value) {
    line(Toml.key(key), Toml.quote(value));
  }

  void table(String key, Runnable content) {
    below(key, "[", "]", content);
  }

  /** A table that is one of an array. */
  void item(String key, Runnable content) {
    below(key, "[[", "]]", content);
  }

  private void below(String key, String open, String close, Runnable content) {
    String above = path;
    path = above.isEmpty() ? key : above + "." + key;
    text.append('\n').append(open).append(path).append(close).append('\n');
    content.run();
    path = above;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
