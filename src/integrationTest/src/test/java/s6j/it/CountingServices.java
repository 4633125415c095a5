package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Services in the scan directory {@code scan} that count in lines to a logger of each. */
record CountingServices(World world, int count) {
  static String name(int number) {
    return "scan/s" + number;
  }

  /** Makes them; {@code log} is the logger as a word of a script. */
  void make(String log) {
    String body = "echo run >>../../runs; i=0; while :; do echo line $i; i=$((i+1)); sleep 1; done";
    for (int i = 0; i < count; i++) {
      Path service = world.service(name(i), body);
      world.script(service.resolve("log/run"), "exec " + log + " n999 s99999 ./main");
    }
  }

  /** Those of services and loggers. */
  List<String> directories() {
    return IntStream.range(0, count)
        .boxed()
        .flatMap(i -> Stream.of(name(i), name(i) + "/log"))
        .toList();
  }

  void awaitUp() {
    for (String directory : directories()) world.awaitStatus(directory, "up", "true");
  }

  List<String> pids() {
    return directories().stream().map(directory -> world.status(directory, "pid")).toList();
  }

  /** Less than the second between two lines may have passed. */
  void awaitSecondLines() {
    for (int i = 0; i < count; i++) {
      int number = i;
      world.await("a second line of " + i, () -> lines(number).size() > 1);
    }
  }

  /** Each ran once, and no line of any is missing. */
  void assertUndisturbed() {
    assertEquals(count, world.read(world.directory.resolve("runs")).lines().count());
    for (int i = 0; i < count; i++) {
      List<String> lines = lines(i);
      assertTrue(lines.size() > 1, lines.size() + " lines of " + i);
      for (int j = 0; j < lines.size(); j++) assertEquals("line " + j, lines.get(j));
    }
  }

  private List<String> lines(int number) {
    Path log = world.directory.resolve(name(number)).resolve("log/main/current");
    return world.read(log).lines().toList();
  }
}
