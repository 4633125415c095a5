package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A switch over an enum has no default, so that the compiler counts the cases. Sources are read as
 * the formatter leaves them: a default is two columns right of its switch.
 */
class SwitchRulesTest {
  private static final int FEWEST_SWITCHES = 90;
  private static final List<String> ROOMS =
      List.of(
          "posix",
          "formats",
          "cli",
          "supervise",
          "svscan",
          "log",
          "svc",
          "rc-compiler",
          "rc",
          "chain",
          "ipc",
          "watch",
          "timer",
          "confine",
          "metrics",
          "packages");

  /**
   * Reviewed: numbers with names, which no compiler counts; the printers of tables, which fall back
   * on an action's own name; the steps of a rotation that all go the common way.
   */
  private static final List<String> REVIEWED =
      List.of(
          "Errno.java Math.abs(error)",
          "Errno.java errno",
          "PatternCompiler.java operation[i]",
          "Repository.java state",
          "Rotation.java step",
          "Signal.java signal",
          "SuperviseEvent.java signal",
          "SuperviseTransitions.java action",
          "SvscanEvent.java signal",
          "SvscanTransitions.java action");

  private int switches;

  @Test
  void noDefaultStandsForConstantsThatNobodyNamed() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (String room : ROOMS)
      try (Stream<Path> files = Files.walk(Path.of("..", room, "src/main/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList())
          look(file.getFileName().toString(), Files.readAllLines(file), found);
      }
    assertTrue(switches >= FEWEST_SWITCHES, "saw only " + switches);
    assertEquals(String.join("\n", REVIEWED), String.join("\n", found));
  }

  private void look(String file, List<String> lines, TreeSet<String> found) {
    for (int i = 0; i < lines.size(); i++) {
      int at = lines.get(i).indexOf("switch (");
      if (at < 0 || !lines.get(i).endsWith("{")) continue;
      switches++;
      String selector = lines.get(i).substring(at + 8, lines.get(i).lastIndexOf(')'));
      if (hasDefault(lines, i)) found.add(file + " " + selector);
    }
  }

  /** Whether the cases of a switch are constants without quotes or a class, and a default. */
  private static boolean hasDefault(List<String> lines, int start) {
    String margin = " ".repeat(indent(lines.get(start)) + 2);
    boolean constants = false;
    for (int i = start + 1; indent(lines.get(i)) >= margin.length(); i++) {
      String line = lines.get(i);
      if (line.matches(margin + "case [A-Z][A-Z0-9_]*(, [A-Z][A-Z0-9_]*)* ->.*")) constants = true;
      if (line.matches(margin + "case .*['\"].*->.*")) return false;
      if (line.startsWith(margin + "default")) return constants;
    }
    return false;
  }

  private static int indent(String line) {
    return line.isBlank() ? Integer.MAX_VALUE : line.length() - line.stripLeading().length();
  }
}
