package s6j.front.toml;

import java.util.List;
import java.util.stream.Collectors;

/** Spells keys and values of TOML. */
public final class Toml {
  private Toml() {}

  public static String key(String name) {
    boolean isBare = !name.isEmpty() && name.chars().allMatch(c -> c < 128 && isBare((char) c));
    return isBare ? name : quote(name);
  }

  private static boolean isBare(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  public static String list(List<String> values) {
    return values.stream().map(Toml::quote).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A string on one line. */
  public static String quote(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) text.append(escaped(value.charAt(i), true));
    return text.append('"').toString();
  }

  /** A string as readable as it can be: over several lines if it has them. */
  public static String text(String value) {
    if (value.indexOf('\n') < 0) return quote(value);
    if (!value.contains("'''") && value.chars().allMatch(Toml::isLiteral) && !value.endsWith("'"))
      return "'''\n" + value + "'''";
    StringBuilder text = new StringBuilder("\"\"\"\n");
    for (int i = 0; i < value.length(); i++) text.append(escaped(value.charAt(i), false));
    return text.append("\"\"\"").toString();
  }

  private static boolean isLiteral(int c) {
    return c == '\n' || c == '\t' || c >= ' ' && c != 127;
  }

  private static String escaped(char c, boolean isOneLine) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\t' -> isOneLine ? "\\t" : "\t";
      case '\n' -> isOneLine ? "\\n" : "\n";
      default -> c < ' ' || c == 127 ? control(c) : String.valueOf(c);
    };
  }

  private static String control(char c) {
    String hex = Integer.toHexString(c);
    return "\\u" + "0".repeat(4 - hex.length()) + hex;
  }
}
