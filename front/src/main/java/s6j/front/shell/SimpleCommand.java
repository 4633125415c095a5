package s6j.front.shell;

import java.util.Set;

/** One command line without control operators, which may as well replace the shell. */
public final class SimpleCommand {
  private static final Set<String> SHELL_WORDS =
      Set.of(
          "exec", "if", "while", "until", "for", "case", "cd", "set", "eval", "exit", "export",
          "trap", "ulimit", "umask", "unset", "wait", "read", "command", "return", "shift", "test",
          "[", "{", "!", ".", ":");

  private SimpleCommand() {}

  /** The text with {@code exec} before the command, if it is one. */
  public static String replacing(String text) {
    return isOne(text.strip()) ? "exec " + text.strip() + "\n" : text;
  }

  private static boolean isOne(String text) {
    if (text.isEmpty() || text.chars().anyMatch(c -> "\n;&|()`#".indexOf(c) >= 0)) return false;
    String first = text.split("[ \\t]", 2)[0];
    return first.matches("[A-Za-z0-9_./+-]+") && !SHELL_WORDS.contains(first);
  }
}
