package s6j.front.definition;

import java.util.List;

/**
 * What is run: a text for the shell (or for the interpreter that its first line names behind {@code
 * #!}), a text in the execline language, or the words of one command.
 */
public record Script(Form form, List<String> words) {
  /** How a script is written down. */
  public enum Form {
    SHELL,
    EXECLINE,
    COMMAND
  }

  private static final String SHEBANG = "#!";

  public static Script shell(String text) {
    return new Script(Form.SHELL, List.of(text));
  }

  public static Script execline(String text) {
    return new Script(Form.EXECLINE, List.of(text));
  }

  public static Script command(List<String> words) {
    return new Script(Form.COMMAND, List.copyOf(words));
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
}
