package s6j.front.convert;

import java.util.List;
import s6j.front.shell.Sh;

/** Lines of shell that set variables: those of files, and those of an account. */
final class EnvironmentScript {
  /**
   * Reads a file as systemd's EnvironmentFile (systemd.exec page): comments, quotes, backslashes,
   * lines that go on, nothing expanded; a line that is no assignment is passed over.
   */
  private static final String READ_VARIABLES =
      """
      read_variables() {
        _cr=$(printf '\\r') _at=none
        while IFS= read -r _rest || [ -n "$_rest" ]; do
          _rest=${_rest%"$_cr"}
          if [ $_at = none ]; then
            _rest=${_rest#"${_rest%%[![:blank:]]*}"}
            case $_rest in
              \\#* | \\;*) continue ;;
              *=*) ;;
              *) continue ;;
            esac
            _name=${_rest%%=*} _rest=${_rest#*=} _value='' _at=before
            _name=${_name%"${_name##*[![:blank:]]}"}
          fi
          read_value
          :
        done <"$1" || return
        [ $_at = none ] || keep_variable
      }
      keep_variable() {
        _at=none
        case $_name in
          '' | [0-9]* | *[!A-Za-z0-9_]*) ;;
          *) export "$_name=$_value" ;;
        esac
      }
      read_value() {
        while :; do
          case $_at in
            before)
              _rest=${_rest#"${_rest%%[![:blank:]]*}"}
              case $_rest in
                \\'*) _rest=${_rest#?} _at=single ;;
                \\"*) _rest=${_rest#?} _at=double ;;
                '') keep_variable; return ;;
                *) _at=inside ;;
              esac ;;
            inside)
              case $_rest in
                *\\\\*)
                  _value=$_value${_rest%%\\\\*} _rest=${_rest#*\\\\}
                  [ -n "$_rest" ] || return
                  _value=$_value${_rest%"${_rest#?}"} _rest=${_rest#?} ;;
                *)
                  _value=$_value${_rest%"${_rest##*[![:blank:]]}"}
                  keep_variable
                  return ;;
              esac ;;
            single)
              case $_rest in
                *\\'*) _value=$_value${_rest%%\\'*} _rest=${_rest#*\\'} _at=before ;;
                *) next_line; return ;;
              esac ;;
            double)
              _part=${_rest%%[\\"\\\\]*} _value=$_value${_rest%%[\\"\\\\]*} _rest=${_rest#"$_part"}
              case $_rest in
                '') next_line; return ;;
                \\"*) _rest=${_rest#?} _at=before ;;
                \\\\) return ;;
                \\\\[\\"\\\\\\`\\$]*)
                  _rest=${_rest#?}
                  _value=$_value${_rest%"${_rest#?}"} _rest=${_rest#?} ;;
                *) _value=$_value\\\\ _rest=${_rest#?} ;;
              esac ;;
          esac
        done
      }
      next_line() {
        _value=$_value$_rest'
      '
      }
      """;

  private static final String LOGIN =
      """
      _login=$(getent passwd @ 2>/dev/null) ||
        _login=$(grep -e '^'@: -e '^[^:]*:[^:]*:'@: /etc/passwd | head -n 1)
      if [ -n "$_login" ]; then
        export USER="${_login%%:*}" LOGNAME="${_login%%:*}" SHELL="${_login##*:}"
        _login=${_login%:*}
        export HOME="${_login##*:}"
      fi
      """;

  private EnvironmentScript() {}

  /** HOME, USER, LOGNAME and SHELL of an account, looked up when the service starts. */
  static String login(String account) {
    return LOGIN.replace("@", Sh.quote(account));
  }

  static String files(List<String> files) {
    if (files.isEmpty()) return "";
    StringBuilder text = new StringBuilder(READ_VARIABLES);
    files.forEach(file -> text.append(file(file)));
    return text.toString();
  }

  private static String file(String file) {
    boolean mayBeMissing = file.startsWith("-");
    String path = mayBeMissing ? file.substring(1) : file;
    if (path.chars().anyMatch(c -> "*?[".indexOf(c) >= 0)) return pattern(path, mayBeMissing);
    String word = Sh.quote(path);
    return (mayBeMissing ? "[ ! -e " + word + " ] || " : "")
        + ("read_variables " + word + " || exit 111\n");
  }

  /** Without a file of such a name the pattern is left, which is none. */
  private static String pattern(String path, boolean mayBeMissing) {
    String read = mayBeMissing ? "[ ! -e \"$_file\" ] || " : "";
    return ("for _file in " + unquoted(path) + "; do\n")
        + ("  " + read + "read_variables \"$_file\" || exit 111\ndone\n");
  }

  /** Quoted, but for what the shell is to look at. */
  private static String unquoted(String pattern) {
    StringBuilder text = new StringBuilder();
    for (char c : pattern.toCharArray())
      text.append("*?[]!".indexOf(c) >= 0 ? String.valueOf(c) : Sh.quote(String.valueOf(c)));
    return text.toString();
  }
}
