package s6j.front.convert;

import java.util.List;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;

/**
 * What a script does when its service has failed or ended for good. The command waits for the lock
 * of the live directory, as a start may be under way, so nobody waits for it.
 */
final class OnFailure {
  /** Of the arguments of finish: what is no failure, though it was not asked for. */
  private static final String CLEAN = "'0 '* | '256 1' | '256 2' | '256 13' | '256 15'";

  private final String started;
  private final String stopped;

  OnFailure(Definition definition) {
    started = words(definition.get(Keys.ON_FAILURE));
    stopped = words(definition.get(Keys.TAKES_DOWN));
  }

  private static String words(List<Name> names) {
    return names.isEmpty() ? "" : Sh.line(names.stream().map(Name::text).toList());
  }

  boolean isNone() {
    return started.isEmpty() && stopped.isEmpty();
  }

  /** The functions {@code failed} and {@code ended}; they work in a service directory. */
  String functions() {
    return function("failed", "-u", started) + function("ended", "-d", stopped);
  }

  private static String function(String name, String way, String names) {
    if (names.isEmpty()) return "";
    return name
        + "() {\n  _live=$(cd ../.. && pwd -P) || return\n  ( (s6-rc -b -l \"$_live\" "
        + way
        + " -- change "
        + names
        + ") </dev/null & )\n}\n";
  }

  /** Of a finish script that gives up. */
  String unlessClean() {
    String failed =
        started.isEmpty() ? "" : "case \"$1 $2\" in " + CLEAN + ") ;; *) failed ;; esac\n";
    return failed + (stopped.isEmpty() ? "" : "    ended\n");
  }

  /** Of a finish script whose service has failed too often. */
  String tooOften() {
    String calls =
        started.isEmpty() ? "ended" : stopped.isEmpty() ? "failed" : "{ failed; ended; }";
    return "_r=$?\n[ $_r != 125 ] || " + calls + "\nexit $_r\n";
  }

  /** The body of a script, and what follows if it fails. */
  String around(String body) {
    return started.isEmpty()
        ? body
        : functions() + "(\n" + body + ")\n_r=$?\n[ $_r = 0 ] || failed\nexit $_r\n";
  }
}
