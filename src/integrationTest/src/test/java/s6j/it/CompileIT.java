package s6j.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * rc-compile on real directories. With -Ds6j.reference=DIR, the directory of another s6-rc 0.7,
 * whole databases are compared byte by byte on random trees.
 */
class CompileIT {
  private static final int RANDOM_TREES = 500;

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

  @Test
  void randomTreesCompileToTheReferencesBytes() throws IOException {
    String directory = System.getProperty("s6j.reference", "");
    Assumptions.assumeFalse(directory.isEmpty(), "no reference given");
    Suite reference = new Suite("reference", Path.of(directory));
    Suite ours = Suite.ours().findFirst().orElseThrow();
    int sound = 0;
    try (World theirs = new World(reference);
        World own = new World(ours)) {
      for (long seed = 0; seed < RANDOM_TREES; seed++) {
        Path source = SourceTree.random(own.directory.resolve("src" + seed), seed).root;
        World.Answer expected = theirs.run("s6-rc-compile", "db" + seed, source.toString());
        World.Answer answer = own.run("s6-rc-compile", "db" + seed, source.toString());
        assertEquals(expected.code(), answer.code(), "seed " + seed + ": " + answer.err());
        assertEquals(firstLine(expected.err()), firstLine(answer.err()), "seed " + seed);
        if (expected.code() != 0) continue;
        sound++;
        for (String file : new String[] {"n", "db", "resolve.cdb"})
          assertArrayEquals(
              Files.readAllBytes(theirs.directory.resolve("db" + seed).resolve(file)),
              Files.readAllBytes(own.directory.resolve("db" + seed).resolve(file)),
              file + ", seed " + seed);
      }
    }
    assertTrue(sound > RANDOM_TREES / 3, "only " + sound + " sound trees");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
