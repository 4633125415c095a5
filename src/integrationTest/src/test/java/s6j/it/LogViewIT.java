package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** log-view follows loggers that rotate quickly, ours and Debian's. */
class LogViewIT {
  private static final int LINES = 6000;

  /**
   * One directory is rotated every 30 lines, the other has a processor and s6-log's repetitions.
   */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void everyLineIsShownOnce(Suite.Pairing pairing) throws IOException {
    Suite ours = pairing.daemons() == Suite.DEBIAN ? pairing.commands() : pairing.daemons();
    try (World world = new World(pairing)) {
      String script =
          """
          mkdir plain processed
          writer() {
            i=0
            while [ $i -lt %4$d ]; do
              echo "line $i of some length, so that files get full"; i=$((i+1))
              [ $((i %% 100)) -ne 0 ] || sleep 0.02
            done
          }
          %1$s -f plain processed >seen & view=$!
          writer | %2$s n9999 s4096 t ./plain & first=$!
          writer | %3$s n9999 s65536 '?cat' t ./processed & second=$!
          wait $first $second
          n=0
          until [ $(wc -l <seen) -ge $((2 * %4$d)) ] || [ $n -gt 200 ]; do
            sleep 0.05; n=$((n+1))
          done
          sleep 0.3
          kill $view
          """
              .formatted(
                  ours.word("log-view"),
                  world.daemons.word("s6-log"),
                  world.commands.word("s6-log"),
                  LINES);
      World.Answer answer = world.shell("cd '" + world.directory + "'\n" + script);
      assertEquals("", answer.err());
      List<String> seen = Files.readAllLines(world.directory.resolve("seen"));
      assertInOrder("plain", seen);
      assertInOrder("processed", seen);
      assertEquals(2 * LINES, seen.size());
      int archives = archives(world.directory.resolve("plain"));
      if (archives < 50) throw new AssertionError("only " + archives + " rotations");
    }
  }

  private static void assertInOrder(String service, List<String> seen) {
    int number = 0;
    for (String line : seen) {
      if (!line.startsWith(service + ": ")) continue;
      String expected = " line " + number + " of";
      if (!line.contains(expected)) throw new AssertionError(expected + " expected, not " + line);
      number++;
    }
    assertEquals(LINES, number, service);
  }

  private static int archives(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return (int) files.filter(file -> file.getFileName().toString().startsWith("@")).count();
    }
  }
}
