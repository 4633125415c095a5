package s6j.dist.manual;

/** Text in the language of man's macros: requests on lines of their own, all else escaped. */
final class Roff {
  private static final int ASCII = 127;

  private final StringBuilder text = new StringBuilder();

  /** A request, such as {@code .PP}, with arguments as they stand in quotes. */
  Roff request(String name, String... arguments) {
    endLine();
    text.append('.').append(name);
    for (String argument : arguments)
      text.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    text.append('\n');
    return this;
  }

  /** Words of a paragraph. */
  Roff words(String words) {
    for (int i = 0; i < words.length(); i++) {
      if (isAtStartOfLine() && words.charAt(i) == ' ') continue;
      guard(words.charAt(i));
      text.append(escaped(words.substring(i, i + 1)));
    }
    return this;
  }

  /** What is printed as it stands, in bold. */
  Roff literal(String words) {
    text.append("\\fB").append(escaped(words).replace("-", "\\-")).append("\\fR");
    return this;
  }

  Roff font(char letter) {
    text.append("\\f").append(letter);
    return this;
  }

  /** Lines as they stand. */
  Roff lines(String lines) {
    endLine().raw(".RS 4\n.nf\n");
    for (String line : lines.stripTrailing().split("\n", -1)) {
      if (!line.isEmpty()) guard(line.charAt(0));
      text.append(escaped(line).replace("-", "\\-")).append('\n');
    }
    return request("fi").request("RE");
  }

  /** What belongs to the language of tables: nothing of it is escaped. */
  Roff raw(String words) {
    text.append(words);
    return this;
  }

  /** Ends the line that was begun, if one was. */
  Roff endLine() {
    while (text.length() > 0 && text.charAt(text.length() - 1) == ' ')
      text.setLength(text.length() - 1);
    if (!isAtStartOfLine()) text.append('\n');
    return this;
  }

  /** A dot or a quote at the start of a line would be a request. */
  private void guard(char first) {
    if (isAtStartOfLine() && (first == '.' || first == '\'')) text.append("\\&");
  }

  private boolean isAtStartOfLine() {
    return text.length() == 0 || text.charAt(text.length() - 1) == '\n';
  }

  private static String escaped(String words) {
    StringBuilder escaped = new StringBuilder();
    words.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int c) {
    switch (c) {
      case '\\' -> escaped.append("\\e");
      case '\'' -> escaped.append("\\(aq");
      case '`' -> escaped.append("\\(ga");
      case '^' -> escaped.append("\\(ha");
      case '~' -> escaped.append("\\(ti");
      case '\t' -> escaped.append("    ");
      default -> {
        if (c < ASCII) escaped.append((char) c);
        else escaped.append(String.format("\\[u%04X]", c));
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
