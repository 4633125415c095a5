package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the processes are like that our programs start: signals, descriptors, mask of new files,
 * limits and session, as one table. -Ds6j.reference=DIR names the programs of s6 2.15, for which
 * the same table holds.
 */
class ProcessesIT {
  static Stream<Suite> suites() {
    String reference = System.getProperty("s6j.reference", "");
    Stream<Suite> ours = Suite.ours();
    return reference.isEmpty()
        ? ours
        : Stream.concat(ours, Stream.of(new Suite("reference", Path.of(reference))));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void theyAreAsTheTableSays(Suite suite) throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl");
    try (World world = new World(suite)) {
      Path script = world.write(world.directory.resolve("processes.sh"), resource("processes.sh"));
      Path work = Files.createDirectory(world.directory.resolve("work"));
      String path = "PATH=" + suite.word("") + ":$PATH; export PATH; ";
      World.Answer answer = world.shell(path + "exec /bin/sh " + script + " " + work);
      assertEquals(resource("processes.table"), answer.out(), world.read(work.resolve("err")));
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ProcessesIT.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
