package s6j.faults;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Invariants that did not hold, counted by kind, with the first example of each. */
final class Broken {
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, String> examples = new LinkedHashMap<>();

  synchronized void add(String invariant, String example) {
    counts.merge(invariant, 1, Integer::sum);
    examples.putIfAbsent(invariant, example);
  }

  synchronized int count(String invariant) {
    return counts.getOrDefault(invariant, 0);
  }

  synchronized int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** First examples by invariant. */
  synchronized Map<String, String> examples() {
    return Map.copyOf(examples);
  }
}
