package s6j.front.importer;

import java.util.List;

/**
 * Words whose number is known only when a service starts: the value of a variable is split at
 * blanks with regard to quotes in it, which the shell does not do by itself.
 */
final class Splitting {
  private static final char START = '\u0001';
  private static final char END = '\u0002';

  /** How quotes are read: as systemd does, or as supervisord does. */
  enum Rule {
    SYSTEMD("*\\\\"),
    /** Python's shlex: a backslash between single quotes is one. */
    SHLEX("\\\\ | \\\"\\\\");

    private final String escape;

    Rule(String escape) {
      this.escape = escape;
    }
  }

  private static final String FUNCTION =
      """
      split_words() {
        _rest=$1 _quote='' _open=''
        while [ -n "$_rest" ]; do
          _c=${_rest%"${_rest#?}"} _rest=${_rest#?}
          case $_quote$_c in
            [[:space:]])
              [ -z "$_open" ] || printf "'"
              _open=''
              continue ;;
          esac
          [ -n "$_open" ] || printf " '"
          _open=1
          case $_quote$_c in
            \\" | \\') _quote=$_c; continue ;;
            \\"\\" | \\'\\') _quote=''; continue ;;
            @) _c=${_rest%"${_rest#?}"} _rest=${_rest#?} ;;
          esac
          case $_c in
            \\') printf "'\\\\\\\\''" ;;
            *) printf %s "$_c" ;;
          esac
        done
        [ -z "$_open" ] || printf "'"
      }
      """;

  private Splitting() {}

  /** Stands in a line for words that shell text, a value in quotes, is split into. */
  static String mark(String text) {
    return START + text + END;
  }

  /** A line as the shell is to read it. */
  static String line(String line) {
    if (line.indexOf(START) < 0) return line;
    StringBuilder text = new StringBuilder("eval \"");
    int depth = 0;
    for (char c : line.toCharArray()) {
      if (c == START) text.append("$(split_words ");
      else if (c == END) text.append(')');
      else if (depth == 0 && "\\\"$`".indexOf(c) >= 0) text.append('\\').append(c);
      else text.append(c);
      if (c == START) depth++;
      if (c == END) depth--;
    }
    return text.append('"').toString();
  }

  static List<String> lines(List<String> lines) {
    return lines.stream().map(Splitting::line).toList();
  }

  /** To be laid before lines that need it. */
  static String function(Rule rule) {
    return FUNCTION.replace("@", rule.escape);
  }

  static boolean isNeeded(List<String> lines) {
    return lines.stream().anyMatch(line -> line.indexOf(START) >= 0);
  }
}
