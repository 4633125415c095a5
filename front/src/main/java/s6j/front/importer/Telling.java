package s6j.front.importer;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.front.toml.Problem;

/** Prints what is told of an import: the gravest first, and what is often said in one line. */
public final class Telling {
  /** So many places are named in a line. */
  private static final int NAMED = 4;

  private final PrintWriter out;

  /** Every place has a line of its own. */
  private final boolean isAll;

  public Telling(PrintWriter out, boolean isAll) {
    this.out = out;
    this.isAll = isAll;
  }

  public void tell(ImportReport report) {
    for (ImportReport.Rank rank : ImportReport.Rank.values()) {
      List<Problem> problems = report.told(rank);
      if (problems.isEmpty()) continue;
      if (rank == ImportReport.Rank.PEOPLE && !isAll)
        out.println(rank.heading + " " + problems.size() + ", told by --all");
      else tell(rank, problems);
    }
    out.flush();
  }

  private void tell(ImportReport.Rank rank, List<Problem> problems) {
    out.println(rank.heading);
    Map<String, List<Problem>> alike = new LinkedHashMap<>();
    for (Problem problem : problems)
      alike.computeIfAbsent(key(rank, problem), key -> new ArrayList<>()).add(problem);
    for (List<Problem> group : alike.values())
      if (isAll || group.size() <= NAMED) group.forEach(problem -> out.println("  " + problem));
      else out.println("  " + folded(group));
  }

  /** What protects is told value by value, the rest by what was said, without its value. */
  private static String key(ImportReport.Rank rank, Problem problem) {
    String text = problem.text();
    int equals = text.indexOf('=');
    boolean isValue = rank == ImportReport.Rank.WEAKER || equals < 0;
    return (isValue ? text : text.substring(0, equals)) + "\n" + problem.hint();
  }

  private static String folded(List<Problem> group) {
    Problem first = group.get(0);
    boolean isOne = group.stream().allMatch(problem -> problem.text().equals(first.text()));
    int equals = first.text().indexOf('=');
    StringBuilder line =
        new StringBuilder(isOne ? first.text() : first.text().substring(0, equals + 1) + "...");
    line.append(": in ").append(group.size()).append(" places, as ");
    for (int i = 0; i < NAMED; i++) line.append(i > 0 ? ", " : "").append(group.get(i).place());
    if (!first.hint().isEmpty()) line.append(" (").append(first.hint()).append(')');
    return line.toString();
  }
}
