package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may be left open is opened by code that there is, for a reason that is told. */
class KeptToTheEndTest {
  private static final Path LIST =
      Path.of("../posix/src/test/resources/s6j/posix/kept-to-the-end.txt");

  @Test
  void eachLineNamesCodeAndHasAReason() throws IOException {
    Map<String, String> sources = sources();
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (String line : Files.readAllLines(LIST)) {
      if (line.startsWith("#")) continue;
      count++;
      if (!line.matches("[A-Z]\\w+\\.\\w+: \\S.*") || !isCode(line, sources)) wrong.add(line);
    }
    assertTrue(count > 0);
    assertEquals("", String.join("\n", wrong));
  }

  private static boolean isCode(String line, Map<String, String> sources) {
    String[] place = line.substring(0, line.indexOf(':')).split("\\.");
    return sources.getOrDefault(place[0] + ".java", "").contains(" " + place[1] + "(");
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.map(each -> each.resolve("src/main/java")).toList()) {
        if (!Files.isDirectory(module)) continue;
        try (Stream<Path> files = Files.walk(module)) {
          for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList())
            sources.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return sources;
  }
}
