package s6j.dist.meaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/** Where null may be is said, and nowhere else is it (docs/internals/ints.md). */
class NullsTest {
  private static final int FEWEST_PACKAGES = 70;

  private static final String CLASSES =
      "\\.\\./(?!bench|faults|mutation)[^/]+/target/classes/s6j/.*\\.class"
          + "|\\.\\./dist/target/test-classes/.*/WrongNulls\\.class";

  private static final Meanings MEANINGS = new Meanings();
  private static Nulls nulls;

  @BeforeAll
  static void follow() throws IOException, AnalyzerException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : files.filter(one -> one.toString().matches(CLASSES)).toList())
        MEANINGS.add(file);
    }
    MEANINGS.read();
    nulls = new Nulls(MEANINGS);
    nulls.judge();
  }

  @Test
  void eachPackageSaysWhereNullMayBe() {
    Set<String> modules =
        MEANINGS.classes.keySet().stream()
            .map(one -> one.replaceFirst("/[^/]*$", ""))
            .filter(one -> !one.endsWith("/meaning") && !nulls.marked.contains(one))
            .map(one -> one.split("/")[1])
            .collect(Collectors.toSet());
    assertEquals(Set.of(), modules);
    assertTrue(nulls.marked.size() >= FEWEST_PACKAGES, nulls.marked.size() + " packages seen");
  }

  @Test
  void nullIsWhereItMayBe() {
    assertEquals(Set.of(), found(false));
  }

  @Test
  void whatIsWrongIsFound() {
    String own = "s6j/dist/meaning/WrongNulls ";
    String at = " in s6j/dist/meaning/WrongNulls.";
    assertEquals(
        Set.of(
            own + "answers (Z)Ljava/lang/String; returns null" + at + "answers",
            own + "kept keeps null" + at + "keeps",
            own + "length (Ljava/lang/String;)I 0 is given null" + at + "gives",
            own + "kept is asked" + at + "asks"),
        found(true));
  }

  private static Set<String> found(boolean inExample) {
    return nulls.faults.stream()
        .filter(one -> one.contains("WrongNulls") == inExample)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
