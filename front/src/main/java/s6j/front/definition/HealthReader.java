package s6j.front.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Section;

/** Reads the table health. */
final class HealthReader {
  private static final Map<String, Boolean> ACTIONS = new LinkedHashMap<>();

  static {
    ACTIONS.put("restart", true);
    ACTIONS.put("mark", false);
  }

  private HealthReader() {}

  /** Empty, and told, if there is nothing to check by. */
  static Optional<Health> read(Section table) {
    Optional<Script> command = new ScriptReader(table).read("command");
    boolean isSaid = table.table.entries().containsKey("command");
    if (!isSaid) table.bad("command", "is missing", "what exits 0 if all is well");
    long every = time(table, "every", Health.DEFAULT_EVERY);
    long timeout = time(table, "timeout", Health.DEFAULT_TIMEOUT);
    int failures = (int) table.whole("failures", Health.DEFAULT_FAILURES, 1, 1 << 20);
    int successes = (int) table.whole("successes", 1, 1, 1 << 20);
    long grace = table.millis("grace", 0);
    boolean restarts = table.word("action", ACTIONS, true);
    String user = table.text("user");
    table.close();
    return command.map(
        script -> new Health(script, every, timeout, failures, successes, grace, restarts, user));
  }

  private static long time(Section table, String key, long otherwise) {
    long millis = table.millis(key, otherwise);
    if (millis == 0) table.bad(key, "cannot be 0", "such as \"5s\"");
    return millis;
  }
}
