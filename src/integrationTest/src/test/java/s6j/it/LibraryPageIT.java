package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import s6j.client.Programs;
import s6j.junit.RunningTree;

/** What docs/library.md shows is compiled and run as a reader has it. */
class LibraryPageIT {
  private static final Path SERVICES = Suite.ROOT.resolve("src/integrationTest/src/test/services");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  private static final String IMPORTS =
      """
      import java.time.Duration;
      import org.junit.jupiter.api.Test;
      import s6j.client.Service;
      import s6j.client.Signal;
      import s6j.junit.Port;
      import s6j.junit.ScanTree;
      import s6j.junit.Supervised;
      """;

  @Test
  void theProgramPrintsWhatThePageHas() throws Exception {
    List<String> path = List.of("-cp", System.getProperty("java.class.path"));
    assertEquals(expected(), printed(path, List.of("-cp", withClasses())));
  }

  /** The same of modules, where the jars are: as a program of modules has it. */
  @Test
  void theProgramRunsOnModules() throws Exception {
    List<Path> jars = new ArrayList<>();
    for (String module : List.of("posix", "formats", "client"))
      jars.addAll(jars(Suite.ROOT.resolve(module + "/target")));
    for (String entry : System.getProperty("java.class.path").split(":"))
      if (entry.matches(".*/(jnr-|jffi|asm)[^/]*\\.jar")) jars.add(Path.of(entry));
    Assumptions.assumeTrue(
        jars.stream().filter(jar -> jar.startsWith(Suite.ROOT)).count() == 3, "no jars are built");
    String modules = String.join(":", jars.stream().map(Path::toString).toList());
    List<String> path = List.of("--module-path", modules, "--add-modules", "s6j.client");
    List<String> both = new ArrayList<>(path);
    both.addAll(List.of("-cp", "classes"));
    assertEquals(expected(), printed(path, both));
  }

  private static List<Path> jars(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().matches(".*-\\d[\\d.]*\\.jar")).toList();
    }
  }

  private static String withClasses() {
    return "classes:" + System.getProperty("java.class.path");
  }

  private static List<String> expected() throws IOException {
    return block("manual: DOWN").lines();
  }

  private static Page.Block block(String first) throws IOException {
    return Page.read(Suite.ROOT, Suite.ROOT.resolve("docs/library.md")).blocks().stream()
        .filter(one -> one.first().startsWith(first))
        .findFirst()
        .orElseThrow();
  }

  /** Without the lines of the listener; the port is one that was free. */
  private static List<String> printed(List<String> compilePath, List<String> runPath)
      throws Exception {
    Suite suite = Suite.ours().findFirst().orElseThrow();
    try (World world = new World(suite);
        RunningTree tree =
            RunningTree.of(SERVICES)
                .programs(Programs.in(suite.bin()))
                .ports("WEB_PORT")
                .timeout(World.PATIENCE)
                .start()) {
      String program = String.join("\n", block("import java").lines());
      world.write(world.directory.resolve("Tour.java"), program + "\n");
      assertEquals("", compile(world, compilePath, "Tour.java"));
      List<String> line = new ArrayList<>(List.of(JAVA.resolve("java").toString()));
      line.addAll(runPath);
      line.addAll(List.of("Tour", tree.directory().path().toString()));
      World.Answer answer = world.runCommand(line, Duration.ofMinutes(3));
      assertEquals(0, answer.code(), answer.err());
      String port = String.valueOf(tree.port("WEB_PORT"));
      List<String> lines = answer.out().replace(port, "40123").lines().toList();
      return lines.stream().filter(one -> !one.startsWith("heard ")).toList();
    }
  }

  private static String compile(World world, List<String> path, String file) {
    List<String> line = new ArrayList<>(List.of(JAVA.resolve("javac").toString(), "-d", "classes"));
    line.addAll(path);
    line.add(file);
    World.Answer answer = world.runCommand(line, Duration.ofMinutes(3));
    return answer.code() == 0 ? "" : answer.err() + answer.out();
  }

  @Test
  void theTestCompiles() throws IOException {
    try (World world = new World(Suite.ours().findFirst().orElseThrow())) {
      String test = IMPORTS + String.join("\n", block("@ScanTree").lines()) + "\n";
      world.write(world.directory.resolve("WebTest.java"), test);
      List<String> path = List.of("-cp", System.getProperty("java.class.path"));
      assertEquals("", compile(world, path, "WebTest.java"));
    }
  }
}
