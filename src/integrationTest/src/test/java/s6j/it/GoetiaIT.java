package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The trees of examples/goetia, each story in namespaces of its own; its README lists the points.
 * With -Ds6j.reference=DIR also on another s6 and s6-rc, and with -Ds6j.long on the JVM as well,
 * where they take minutes.
 */
class GoetiaIT {
  private static final Duration PATIENCE = Duration.ofSeconds(300);
  private static final Set<Integer> LIFE =
      Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 20);
  private static final Set<Integer> TWO = Set.of(14, 19, 20);
  private static final Set<Integer> SYSTEM = Set.of(10, 14, 15, 16, 18);
  private static final Set<Integer> SESSION = Set.of(10, 14, 15, 19);
  private static final Set<Integer> LOGIN = Set.of(10, 14, 18, 19);
  private static final Set<Integer> FAULTS = Set.of(10, 11);

  static Stream<Arguments> stories() {
    Stream<Arguments> jvm =
        Stream.of(Arguments.of(Suite.JVM, "two", TWO), Arguments.of(Suite.JVM, "life", LIFE));
    if (!Suite.NATIVE.isInstalled()) return jvm.limit(1);
    if (!Boolean.getBoolean("s6j.long")) jvm = Stream.empty();
    Stream<Arguments> faults = Stream.of(Arguments.of(Suite.NATIVE, "faults", FAULTS));
    Stream<Arguments> ours = Stream.concat(on(Suite.NATIVE), Stream.concat(faults, jvm));
    String directory = System.getProperty("s6j.reference", "");
    // No story of faults: its waits do not end when a supervisor is killed.
    if (directory.isEmpty()) return ours;
    return Stream.concat(ours, on(new Suite("reference", Path.of(directory))));
  }

  private static Stream<Arguments> on(Suite suite) {
    return Stream.of(
        Arguments.of(suite, "life", LIFE),
        Arguments.of(suite, "two", TWO),
        Arguments.of(suite, "system", SYSTEM),
        Arguments.of(suite, "session", SESSION),
        Arguments.of(suite, "login", LOGIN));
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("stories")
  void aTreeLivesAsDescribed(Suite suite, String story, Set<Integer> points) {
    try (World world = new World(suite)) {
      String test = Suite.ROOT.resolve("examples/goetia/test").toString();
      World.Answer answer =
          world.runCommand(List.of(test, story, suite.bin().toString()), PATIENCE);
      Assumptions.assumeFalse(answer.out().contains("skipped"), answer.out());
      assertEquals(0, answer.code(), answer.out() + answer.err());
      assertEquals(new TreeSet<>(points), points(answer.out()), answer.out());
    }
  }

  private static Set<Integer> points(String out) {
    return out.lines()
        .filter(line -> line.startsWith("ok "))
        .map(line -> Integer.valueOf(line.split(" ")[1]))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
