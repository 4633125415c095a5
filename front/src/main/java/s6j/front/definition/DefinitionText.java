package s6j.front.definition;

/** Writes a definition as the TOML text that reads back as the same definition. */
public final class DefinitionText {
  private DefinitionText() {}

  /** The content of NAME.toml. */
  public static String of(Definition definition) {
    TomlText text = new TomlText();
    Keys.TABLE.write(text, definition);
    return text.toString();
  }
}
