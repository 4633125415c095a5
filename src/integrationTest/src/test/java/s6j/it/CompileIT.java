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
import org.junit.jupiter.api.Test;
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
            world.shell("cd " + directory + " && exec " + suite.word("s6-rc-compile") + " db src");
        assertEquals("s6-rc-compile: fatal: " + broken.text(), firstLine(answer.err()));
        assertEquals(broken.code(), answer.code(), broken.text());
        assertEquals(List.of("src"), names(world.directory.resolve(directory)), broken.text());
      }
      assertTrue(number > 70, "only " + number);
    }
  }

  /** Places are paths from where the compiler was called, as far as they are known. */
  @Test
  void everyErrorIsToldToMachinesToo() throws IOException {
    Suite ours = Suite.ours().findFirst().orElseThrow();
    try (World world = new World(ours)) {
      int places = 0;
      int number = 0;
      for (BrokenSources.Broken broken : BrokenSources.all()) {
        String directory = "t" + number++;
        broken.making().accept(new SourceTree(world.directory.resolve(directory).resolve("src")));
        World.Answer answer =
            world.shell(
                "cd " + directory + " && " + ours.word("s6-rc-compile") + " -F json db src");
        assertTrue(answer.out().startsWith("[\n{\"exitCode\":" + broken.code()), answer.out());
        assertTrue(answer.out().endsWith("}\n]\n"), answer.out());
        assertFalse(answer.out().matches("(?s).*\"file\":\"(?!src)[^/]*\".*"), answer.out());
        if (answer.out().contains("\"line\":")) places++;
      }
      assertTrue(places > number / 2, places + " places of " + number);
    }
  }

  @Test
  void bothEndsOfAPipelineAreLocated() {
    Suite ours = Suite.ours().findFirst().orElseThrow();
    try (World world = new World(ours)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      BrokenSources.longrun(tree, "daemon").write("daemon", "producer-for", "\n logger\n");
      BrokenSources.longrun(tree, "logger").write("logger", "dependencies", "# x\n\ts6rc-fdholder");
      World.Answer answer = world.run("s6-rc-compile", "-F", "long", "db", "src");
      assertEquals(
          "s6-rc-compile: fatal: in logger: identifier s6rc-fdholder starts with reserved prefix\n"
              + "  at src/logger/dependencies:2:2\n"
              + "  expected a name that does not begin with s6rc- or s6-rc-\n",
          answer.err());
      tree.write("logger", "dependencies", "deamon\n");
      answer = world.run("s6-rc-compile", "-F", "long", "db", "src");
      assertEquals(
          "s6-rc-compile: fatal: longrun service daemon declares being a producer for a service"
              + " named logger that does not declare it back\n"
              + "  at src/daemon/producer-for:2:2\n"
              + "  expected consumer-for of logger with a line daemon\n"
              + "s6-rc-compile: fatal: during dependency resolution for service logger: undefined"
              + " service name deamon\n"
              + "  at src/logger/dependencies:1:1\n"
              + "  did you mean daemon?\n",
          answer.err());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aSetIsDrawn(Suite suite) {
    try (World world = new World(suite)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      BrokenSources.oneshot(tree, "net <1>", "");
      BrokenSources.longrun(tree, "web").write("web", "dependencies", "net <1>\n");
      BrokenSources.bundle(tree, "all", "web\n");
      assertEquals(0, world.run("s6-rc-compile", "db", "src").code());
      World.Answer dot = world.run("s6-rc-db", "-c", "db", "graph");
      assertTrue(dot.out().startsWith("digraph"), dot.out());
      World.Answer svg = world.run("s6-rc-db", "-c", "db", "graph", "--format=svg");
      assertEquals("", svg.err());
      assertEquals(0, svg.code());
      assertTrue(svg.out().startsWith("<svg ") && svg.out().endsWith("</svg>\n"), svg.out());
      for (String name : List.of(">net &lt;1&gt;<", ">web<", ">all<"))
        assertTrue(svg.out().contains(name), name + " in " + svg.out());
      assertEquals(100, world.run("s6-rc-db", "-c", "db", "graph", "--format=gif").code());
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
