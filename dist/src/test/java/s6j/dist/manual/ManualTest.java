package s6j.dist.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.cli.Program;
import s6j.execline.ExeclinePrograms;
import s6j.svc.SvcPrograms;

/** The manual of this suite, as its pages are now. */
class ManualTest {
  /** What the checkers say of any page that is not tied to a system and a day. */
  private static final List<String> KNOWN = List.of("missing date");

  @TempDir private static Path man;

  @BeforeAll
  static void write() throws IOException {
    List<Program> programs = new ArrayList<>(List.of(SvcPrograms.all()));
    programs.addAll(List.of(ExeclinePrograms.all()));
    Manual.write(Path.of("../docs"), man, programs, "1.2");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(man)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void eachPageOfAProgramIsInIt() throws IOException {
    long own;
    try (Stream<Path> files = Files.list(Path.of("../docs/programs"))) {
      own = files.count();
    }
    try (Stream<Path> files = Files.list(man.resolve("man1"))) {
      long made = 0;
      for (Path file : files.toList()) if (!Files.readString(file).startsWith(".so ")) made++;
      assertEquals(own, made);
    }
    assertEquals(".so man1/s6-svc.1\n", Files.readString(man.resolve("man1/svc.1")));
    assertTrue(Files.readString(man.resolve("man1/execline-if.1")).contains("\nif \\- "));
    assertTrue(Files.exists(man.resolve("man5/s6j-definitions.5")));
  }

  /** mandoc and groff have nothing to say of any page, where they are installed. */
  @Test
  void checkersFindNothing() throws IOException, InterruptedException {
    boolean isChecked = false;
    for (String checker :
        List.of("exec mandoc -T lint -W warning \"$@\"", "exec groff -Tutf8 -man -ww -z \"$@\"")) {
      if (run("command -v " + checker.split(" ")[1]).isBlank()) continue;
      isChecked = true;
      for (Path page : pages()) {
        if (Files.readString(page).startsWith(".so ")) continue;
        List<String> said = new ArrayList<>();
        for (String line : run(checker, page.toString()).lines().toList())
          if (KNOWN.stream().noneMatch(line::contains)) said.add(line);
        assertEquals(List.of(), said);
      }
    }
    assumeTrue(isChecked, "neither mandoc nor groff is installed");
  }

  private static String run(String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
