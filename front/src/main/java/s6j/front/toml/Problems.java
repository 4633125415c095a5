package s6j.front.toml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found wrong. The same fault found twice, as in two instances, counts once. */
public final class Problems {
  private final Set<Problem> problems = new LinkedHashSet<>();

  public void add(Place place, String text) {
    add(place, text, "");
  }

  public void add(Place place, String text, String hint) {
    problems.add(new Problem(place, text, hint));
  }

  public boolean none() {
    return problems.isEmpty();
  }

  /** By file, line and column. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort((a, b) -> a.place().compareTo(b.place()));
    return sorted;
  }
}
