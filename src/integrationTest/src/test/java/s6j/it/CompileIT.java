package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** rc-compile on real directories. */
class CompileIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aSetIsCompiledAndAnswersQuestions(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      tree.write("net", "type", "oneshot\n").write("net", "up", "echo up\n");
      tree.write("web", "type", "longrun\n").write("web", "run", "#!/bin/sh\n");
      tree.write("web", "dependencies", "net\n").write("web", "timeout-up", "3000");
      tree.write("all", "type", "bundle\n").write("all", "contents", "web\nnet\n");
      assertEquals(0, world.run("s6-rc-compile", "db", "src").code());
      assertEquals(0, world.run("s6-rc-db", "-c", "db", "check").code());
      assertEquals("web\nnet", world.run("s6-rc-db", "-c", "db", "contents", "all").line());
      assertEquals("3000", world.run("s6-rc-db", "-c", "db", "timeout", "web").line());
      assertEquals("755", world.mode(world.directory.resolve("db/servicedirs/web/run")));
      World.Answer again = world.run("s6-rc-compile", "db", "src");
      assertEquals(111, again.code());
      assertEquals("s6-rc-compile: fatal: unable to mkdir db: File exists\n", again.err());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void everyProblemIsToldAndNothingIsWritten(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      tree.write("net", "type", "oneshot\n").write("net", "up", "if { true\n");
      tree.write("web", "type", "longrun\n").write("web", "run", "#!/bin/sh\n");
      tree.write("web", "dependencies", "\n  nte\n");
      World.Answer answer = world.run("s6-rc-compile", "--format=long", "db", "src");
      assertEquals(1, answer.code());
      assertEquals(
          "s6-rc-compile: fatal: syntax error in src/net/up: unmatched {\n"
              + "  at src/net/up:1:4\n"
              + "  expected a } for the { here\n"
              + "s6-rc-compile: fatal: during dependency resolution for service web:"
              + " undefined service name nte\n"
              + "  at src/web/dependencies:2:3\n"
              + "  did you mean net?\n",
          answer.err());
      World.Answer json = world.run("s6-rc-compile", "--format=json", "db", "src");
      assertTrue(json.out().contains("\"file\":\"src/web/dependencies\",\"line\":2"), json.out());
      try (var left = Files.list(world.directory)) {
        assertFalse(left.anyMatch(path -> path.getFileName().toString().contains("db")));
      }
    }
  }

  /** The texts are those of the reference, which has to say the same where it is installed. */
  @ParameterizedTest
  @MethodSource("oursAndReference")
  void everyErrorHasItsTextAndCode(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      int number = 0;
      for (BrokenSources.Broken broken : BrokenSources.all()) {
        String directory = "t" + number++;
        SourceTree tree = new SourceTree(world.directory.resolve(directory).resolve("src"));
        broken.making().accept(tree);
        World.Answer answer =
            world.shell(
                "cd " + directory + " && exec " + suite.program("s6-rc-compile") + " db src");
        assertEquals("s6-rc-compile: fatal: " + broken.text(), firstLine(answer.err()));
        assertEquals(broken.code(), answer.code(), broken.text());
        assertEquals(List.of("src"), names(world.directory.resolve(directory)), broken.text());
      }
      assertTrue(number > 70, "only " + number);
    }
  }

  static Stream<Suite> oursAndReference() {
    Stream<Suite> one = Suite.ours().limit(1);
    return reference().isPresent() ? Stream.concat(one, reference().stream()) : one;
  }

  private static Optional<Suite> reference() {
    String directory = System.getProperty("s6j.reference", "");
    return directory.isEmpty()
        ? Optional.empty()
        : Optional.of(new Suite("reference", Path.of(directory)));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
