package s6j.front.convert;

import java.util.Optional;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.Leftovers;
import s6j.front.definition.TimeoutWord;

/**
 * Ends what a run has left behind. The processes of a run are known by a variable that is other at
 * each start, INVOCATION_ID, as systemd sets it; one that has cleared its environment is not found.
 */
final class LeftoverScript {
  private static final long DEFAULT_WAIT = 10_000;
  private static final long MARGIN = 5_000;

  private static final String MARKING =
      """
      IFS=- read -r _a _b _c _d _e </proc/sys/kernel/random/uuid || exit 111
      export INVOCATION_ID="$_a$_b$_c$_d$_e"
      echo "$INVOCATION_ID" >invocation || exit 111
      """;

  private static final String ENDING =
      """
      left_behind() {
        grep -l "INVOCATION_ID=$_id" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
      }
      if [ -f invocation ] && read -r _id <invocation && [ -n "$_id" ]; then
        _tries=@
        _left=$(left_behind)
        [ -z "$_left" ] || [ $_tries = 0 ] || kill -s TERM $_left 2>/dev/null
        while [ -n "$_left" ] && [ $_tries -gt 0 ]; do
          sleep 0.2 2>/dev/null || sleep 1
          _tries=$((_tries - 1)) _left=$(left_behind)
        done
        [ -z "$_left" ] || kill -s KILL $_left 2>/dev/null
      fi
      """;

  private final Definition definition;

  LeftoverScript(Definition definition) {
    this.definition = definition;
  }

  private boolean isWanted() {
    return definition.get(Keys.LEFTOVERS) != Leftovers.LEAVE;
  }

  /** For run, while it is in the service directory. */
  String marking() {
    return isWanted() ? MARKING : "";
  }

  /** For finish, before all else. */
  String ending() {
    if (!isWanted()) return "";
    long tries = definition.get(Keys.LEFTOVERS) == Leftovers.KILL ? 0 : Math.max(1, millis() / 200);
    return ENDING.replace("@", String.valueOf(tries));
  }

  /** The usual time of a finish script would end it too early. */
  Optional<Long> timeout() {
    boolean isSaid = definition.get(Keys.TIMEOUTS).containsKey(TimeoutWord.FINISH);
    return isWanted() && !isSaid ? Optional.of(millis() + MARGIN) : Optional.empty();
  }

  private long millis() {
    long kill = definition.get(Keys.TIMEOUTS).getOrDefault(TimeoutWord.KILL, 0L);
    return kill > 0 ? kill : DEFAULT_WAIT;
  }
}
