package s6j.front.convert;

import java.util.List;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;

/**
 * What a script does when its service has failed for good. The command waits for the lock of the
 * live directory, as a start may be under way, so nobody waits for it.
 */
final class OnFailure {
  /** Of the arguments of finish: what is no failure, though it was not asked for. */
  private static final String CLEAN = "'0 '* | '256 1' | '256 2' | '256 13' | '256 15'";

  private final String names;

  OnFailure(Definition definition) {
    List<String> words = definition.get(Keys.ON_FAILURE).stream().map(Name::text).toList();
    names = words.isEmpty() ? "" : Sh.line(words);
  }

  boolean isNone() {
    return names.isEmpty();
  }

  /** The function {@code failed}; it works in a service directory. */
  String function() {
    return "failed() {\n  _live=$(cd ../.. && pwd -P) || return\n  ( (s6-rc -b -l \"$_live\" -u -- change "
        + names
        + ") </dev/null & )\n}\n";
  }

  /** Of a finish script that gives up. */
  static String unlessClean() {
    return "case \"$1 $2\" in " + CLEAN + ") ;; *) failed ;; esac\n";
  }

  /** The body of a script, and what follows if it fails. */
  String around(String body) {
    return isNone()
        ? body
        : function() + "(\n" + body + ")\n_r=$?\n[ $_r = 0 ] || failed\nexit $_r\n";
  }
}
