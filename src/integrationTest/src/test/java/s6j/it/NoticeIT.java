package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** NOTICE has the licence of every library that is handed out. */
class NoticeIT {
  /** How NOTICE calls what has another name as a jar. */
  private static final Map<String, String> NAMES =
      Map.of(
          "org.eclipse.elk", "eclipselayoutkernel",
          "org.eclipse.emf", "eclipsemodelingframework",
          "org.eclipse.xtext", "xtextbaselibrary");

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static boolean isNamed(String jar, String notice) {
    String name = jar.replaceFirst("-\\d.*", "");
    for (Map.Entry<String, String> other : NAMES.entrySet())
      if (name.startsWith(other.getKey())) name = other.getValue();
    return notice.contains(letters(name)) || notice.contains(letters(name.split("-")[0]));
  }

  @Test
  void everyLibraryIsNamed() throws IOException {
    String notice = letters(Files.readString(Suite.ROOT.resolve("NOTICE")));
    List<String> jars = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Suite.TREE)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.startsWith("s6j"))
          .forEach(jars::add);
    }
    assertTrue(jars.size() > 20, jars.toString());
    assertEquals(List.of(), jars.stream().filter(jar -> !isNamed(jar, notice)).toList());
  }
}
