package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import s6j.front.toml.Problem;

/**
 * Units that say each directive there is: it is carried over, or told with a reason, and the page
 * lists which. With {@code -Ddocs.write=true} that list is written anew.
 */
class UnitDirectivesTest {
  private static final boolean IS_WRITTEN = Boolean.getBoolean("docs.write");
  private static final Path PAGE = Path.of("../docs/import.md");
  private static final String HEADING = "### Directive by directive\n";
  private static final String BEHIND = "\nMeasured with the ";
  private static final String LEFT = "| left out | what does the same, or why |\n|---|---|\n";

  /** Each type asks for something else. */
  private static final List<String> TYPES = List.of("simple", "forking", "notify", "oneshot");

  private static final Map<String, String> SUFFIXES =
      Map.of("Timer", "timer", "Path", "path", "Socket", "socket");

  private static final Map<String, String> VALUES =
      Map.of("Restart", "always", "StandardInput", "data", "ListenStream", "/run/x");

  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  /** By section, what is said of a directive in each import. */
  private Map<String, List<Map<String, Problem>>> told() {
    Map<String, List<Map<String, Problem>>> told = new TreeMap<>();
    for (String type : TYPES) {
      StringBuilder unit = new StringBuilder("[Unit]\n");
      addTo(unit, "Unit", type.equals("notify") ? "StartLimitIntervalSec" : "");
      addTo(unit.append("[Service]\nExecStart=/bin/x\nType=" + type + "\n"), "Service", "");
      addTo(unit.append("[Install]\n"), "Install", "");
      sample.write("x.service", unit.toString());
      Map<String, Problem> found = told("x.service");
      for (String section : List.of("Unit", "Service", "Install"))
        told.computeIfAbsent(section, key -> new ArrayList<>()).add(found);
    }
    sample.write("x.service", "[Service]\nExecStart=/bin/x\n");
    sample.write("x@.service", "[Service]\nExecStart=/bin/x\n");
    SUFFIXES.forEach(
        (section, suffix) -> {
          StringBuilder unit = new StringBuilder("[Install]\nWantedBy=y.target\n");
          addTo(unit.append("[" + section + "]\n"), section, "");
          List<Map<String, Problem>> found = new ArrayList<>();
          for (String accepting : List.of("no", "yes")) {
            sample.write("x." + suffix, unit.toString().replace("Accept=1", "Accept=" + accepting));
            found.add(told("x.service", "x@.service", "x." + suffix));
          }
          told.put(section, found);
        });
    return told;
  }

  private static void addTo(StringBuilder unit, String section, String without) {
    for (String name : UnitDirectives.KNOWN.get(section))
      if (!name.equals(without) && (section.equals("Socket") || !name.matches("Type|ExecStart")))
        unit.append(name).append('=').append(VALUES.getOrDefault(name, "1")).append('\n');
  }

  private Map<String, Problem> told(String... files) {
    ImportReport report = sample.read(new SystemdImporter(), files).report();
    Map<String, Problem> told = new TreeMap<>();
    List<Problem> all = new ArrayList<>(report.left());
    for (Problem problem : report.broken())
      if (problem.text().endsWith("more rights than before")) all.add(problem);
    for (Problem problem : all) {
      int equals = problem.text().indexOf("=1");
      if (equals > 0) told.putIfAbsent(problem.text().substring(0, equals), problem);
    }
    return told;
  }

  /** Whether none of them has a use for it. */
  private static boolean isLeft(String name, List<Map<String, Problem>> told) {
    return told.stream().allMatch(one -> one.containsKey(name) && isSaidOfAll(name, one.get(name)));
  }

  /** Whether not the value is what is wrong. */
  private static boolean isSaidOfAll(String name, Problem problem) {
    return problem.hint().equals(UnitDirectives.HINTS.get(name))
        || problem.hint().equals("--accept-weaker")
        || name.matches("(Condition|Assert).*") && problem.hint().startsWith("a condition");
  }

  @Test
  void whatIsLeftOutHasAReason() {
    told()
        .forEach(
            (section, all) -> {
              for (Map<String, Problem> told : all)
                for (Problem problem : told.values())
                  assertTrue(!problem.hint().isEmpty(), section + ": " + problem);
            });
  }

  @Test
  void nobodyHasAReasonThatIsNotKnown() {
    TreeSet<String> known = new TreeSet<>();
    UnitDirectives.KNOWN.values().forEach(known::addAll);
    for (String name : UnitDirectives.HINTS.keySet()) assertTrue(known.contains(name), name);
  }

  @Test
  void thePageListsThem() throws IOException {
    StringBuilder text = new StringBuilder(HEADING);
    text.append("\nCarried over, in a unit of a kind that has a use for it:\n\n");
    text.append("| section | directives |\n|---|---|\n");
    Map<String, TreeSet<String>> reasons = new TreeMap<>();
    Map<String, List<Map<String, Problem>>> told = told();
    for (String section : List.of("Unit", "Service", "Timer", "Path", "Socket", "Install")) {
      List<String> carried = new ArrayList<>();
      for (String name : UnitDirectives.KNOWN.get(section))
        if (!isLeft(name, told.get(section))) carried.add("`" + name + "`");
        else
          reasons
              .computeIfAbsent(
                  UnitDirectives.HINTS.getOrDefault(name, "a condition with a command"),
                  key -> new TreeSet<>())
              .add("`" + name + "`");
      text.append("| " + section + " | " + String.join(", ", carried) + " |\n");
    }
    text.append("\n" + LEFT);
    for (Map.Entry<String, TreeSet<String>> one : new LinkedHashMap<>(reasons).entrySet())
      text.append("| " + String.join(", ", one.getValue()) + " | " + one.getKey() + " |\n");
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEADING);
    int end = page.indexOf(BEHIND);
    assertTrue(start > 0 && end > start, "the page has no such heading");
    if (IS_WRITTEN) Files.writeString(PAGE, page.substring(0, start) + text + page.substring(end));
    else assertEquals(text.toString(), page.substring(start, end));
  }
}
