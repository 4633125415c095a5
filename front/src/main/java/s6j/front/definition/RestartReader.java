package s6j.front.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Reads the key restart: a policy, or a table. */
final class RestartReader {
  private static final String KEY = "restart";
  private static final Map<String, Restart.Policy> POLICIES = new LinkedHashMap<>();

  static {
    for (Restart.Policy policy : Restart.Policy.values()) POLICIES.put(policy.word, policy);
  }

  private final Section section;

  RestartReader(Section section) {
    this.section = section;
  }

  Restart read() {
    Value value = section.take(KEY).orElse(null);
    if (value instanceof Value.Table table) return table(section.section(KEY, table));
    return Restart.of(section.word(KEY, POLICIES, Restart.Policy.ALWAYS));
  }

  private static Restart table(Section table) {
    int deaths = (int) table.whole("deaths", 0, 1, 4096);
    Restart restart =
        new Restart(
            table.word("policy", POLICIES, Restart.Policy.ALWAYS),
            backoff(table),
            (int) table.whole("tally", 0, 1, 4096),
            codes(table),
            deaths,
            (int) (table.millis("within", 60000) / 1000) * Math.min(deaths, 1));
    table.close();
    return restart;
  }

  /** A line of numbers, or a table of first, factor, longest, reset. */
  private static String backoff(Section restart) {
    Value value = restart.take("backoff").orElse(null);
    if (value instanceof Value.Table table) return backoffTable(restart.section("backoff", table));
    if (value instanceof Value.Flag flag && flag.isSet()) return "1000 2 60000 10000";
    if (value instanceof Value.Flag) return "";
    String line = restart.text("backoff");
    if (line.isEmpty() || line.matches("\\d{1,9}( \\d{1,9}){0,3}")) return line;
    restart.bad("backoff", "is " + line, "FIRST FACTOR LONGEST RESET, times in milliseconds");
    return "";
  }

  private static String backoffTable(Section table) {
    String line =
        table.millis("first", 1000)
            + " "
            + table.whole("factor", 2, 1, 1000)
            + " "
            + table.millis("longest", 60000)
            + " "
            + table.millis("reset", 10000);
    table.close();
    return line;
  }

  private static List<Integer> codes(Section table) {
    List<Integer> codes = new ArrayList<>();
    Value value = table.take("give-up-codes").orElse(null);
    if (value == null) return codes;
    if (!(value instanceof Value.Items items)) {
      table.wrong("give-up-codes", value, "an array of exit codes");
      return codes;
    }
    for (Value item : items.items()) {
      if (item instanceof Value.Whole code && code.number() >= 0 && code.number() <= 255)
        codes.add((int) code.number());
      else table.wrong("give-up-codes", item, "exit codes from 0 to 255");
    }
    return codes;
  }
}
