package s6j.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of the front end use each other in one direction. */
class PackagesTest {
  private static final Path SOURCES = Path.of("src/main/java/s6j/front");
  private static final int FEWEST_IMPORTS = 200;
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "run", List.of(),
          "toml", List.of(),
          "shell", List.of(),
          "definition", List.of("toml", "shell"),
          "convert", List.of("definition", "toml", "shell", "run"),
          "importer", List.of("convert", "definition", "toml", "shell"),
          "migrate", List.of("importer", "convert", "definition", "toml", "shell"),
          "ask", List.of("run", "definition"));
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?s6j\\.front\\.(\\w+)\\.\\w+", Pattern.MULTILINE);

  private int imports;

  @Test
  void useEachOtherInOneDirection() throws IOException {
    TreeSet<String> forbidden = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String own = SOURCES.relativize(file.getParent()).toString();
        if (own.isEmpty()) continue;
        assertTrue(MAY_USE.containsKey(own), own + ": a package that nobody reviewed");
        for (Matcher use = IMPORT.matcher(Files.readString(file)); use.find(); imports++)
          if (!use.group(1).equals(own) && !MAY_USE.get(own).contains(use.group(1)))
            forbidden.add(own + "/" + file.getFileName() + " uses " + use.group(1));
      }
    }
    assertEquals(new TreeSet<>(), forbidden);
    assertTrue(imports >= FEWEST_IMPORTS, imports + " imports seen");
  }
}
