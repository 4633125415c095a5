package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.io.file.PathUtils;
import s6j.front.toml.Problem;

/** Whatever is in a file, there is an answer, and every complaint has its place. */
class DefinitionFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "run",
          "up",
          "type",
          "needs",
          "logger",
          "readiness",
          "mode",
          "instances",
          "condition",
          "configure",
          "file",
          "restart",
          "limits",
          "timeouts",
          "environment",
          " = ",
          "=",
          "'x'",
          "\"oneshot\"",
          "[",
          "]",
          "[[",
          "]]",
          "{",
          "}",
          ".",
          ",",
          "\n",
          "\n\n",
          "#",
          "'''",
          "\"",
          "\\",
          "1",
          "-1",
          "99999999999999999999",
          "1.5",
          "true",
          "1979-05-27",
          "dev",
          "{{name}}",
          "é",
          "\u0000",
          "\r",
          "[mode.dev]\n",
          "[[condition]]\n",
          "path-exists = 'x'\n",
          "include",
          "unset",
          "append",
          "[append]\n",
          "'environment.A'");

  @Provide
  Arbitrary<String> almostToml() {
    return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
  }

  @Example
  void anEscapeThatIsCutShort() throws IOException {
    for (String text : List.of("\"\\u\" = 1", "a = \"\\u\"", "a.\"x\\U00\" = 1"))
      answered("a.toml", text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 600)
  void piecesOfDefinitions(@ForAll("almostToml") String text) throws IOException {
    answered("a.toml", text.getBytes(StandardCharsets.UTF_8));
    answered("a@.toml", text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 600)
  void piecesOfOverrides(@ForAll("almostToml") String below, @ForAll("almostToml") String text)
      throws IOException {
    Path directory = Files.createTempDirectory("s6j-fuzz");
    try {
      Sources sources = new Sources(directory).put("a.toml", below).put("a.toml.d/a.toml", text);
      answered("a.toml", sources.convert());
      sources.put("a.toml", "run = ['x']\nneeds = ['a']\n[environment]\nA = 'a'\n");
      answered("a.toml", sources.convert());
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  @Property(tries = 300)
  void anyBytes(@ForAll byte[] content) throws IOException {
    answered("a.toml", content);
  }

  @Property(tries = 300)
  void examplesWithOneByteChanged(@ForAll byte b, @ForAll int place) throws IOException {
    byte[] content = uncommented(NewCommand.example("longrun"));
    content[Math.floorMod(place, content.length)] = b;
    answered("a.toml", content);
  }

  private static byte[] uncommented(String example) {
    return example.replaceAll("(?m)^# (?=[a-z-]+ =|\\[)", "").getBytes(StandardCharsets.UTF_8);
  }

  private static void answered(String name, byte[] content) throws IOException {
    Path directory = Files.createTempDirectory("s6j-fuzz");
    try {
      answered(name, new Sources(directory).put(name, content).convert());
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  private static void answered(String name, Conversion conversion) {
    assertTrue(conversion.problems.none() || conversion.files.isEmpty());
    conversion
        .unit("a")
        .ifPresent(unit -> assertFalse(ExplainedText.of(unit.said()).contains("\0")));
    for (Problem problem : conversion.problems.sorted()) {
      assertTrue(problem.place().file().endsWith(name), problem.toString());
      assertTrue(problem.place().line() > 0 && problem.place().column() > 0, problem.toString());
      assertFalse(problem.text().isBlank());
    }
  }
}
