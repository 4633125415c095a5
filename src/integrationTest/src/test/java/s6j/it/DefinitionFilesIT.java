package s6j.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Services written as one file each: examples/one-file from the files to the last stop. */
class DefinitionFilesIT {
  private static final Suite SUITE = Suite.ours().findFirst().orElseThrow();

  private static Path copyOfTheExample(World world) throws IOException {
    Path copy = world.directory.resolve("services");
    Path example = Suite.ROOT.resolve("examples/one-file");
    world.runCommand(List.of("cp", "-r", example.toString(), copy.toString()));
    if (Files.exists(copy.resolve(".state"))) PathUtils.deleteDirectory(copy.resolve(".state"));
    return copy;
  }

  /** A tree that was booted from a directory of definitions. */
  private static final class Tree {
    final World world;
    final Path live;

    Tree(World world, String sources) throws IOException {
      this.world = world;
      live = world.directory.resolve("live");
      Path scandir = Files.createDirectory(world.directory.resolve("scandir"));
      good(world.run("s6-rc-compile", "db", sources));
      world.start("s6-svscan", scandir.toString());
      world.await("svscan", () -> world.run("s6-svscanctl", scandir.toString()).code() == 0);
      String database = world.directory.resolve("db").toString();
      good(world.run("s6-rc-init", "-c", database, "-l", live.toString(), scandir.toString()));
    }

    static World.Answer good(World.Answer answer) {
      assertEquals(0, answer.code(), answer.out() + answer.err());
      return answer;
    }

    World.Answer rc(String... words) {
      List<String> line =
          Stream.concat(Stream.of("-l", live.toString()), Stream.of(words)).toList();
      return world.run("s6-rc", line.toArray(new String[0]));
    }

    World.Answer s6(String... words) {
      return world.run(
          "s6",
          Stream.concat(
                  Stream.of("-l", live.toString(), "-s", world.directory + "/scandir", "-v0"),
                  Stream.of(words))
              .toArray(String[]::new));
    }

    Set<String> up() {
      return new TreeSet<>(good(rc("-ae", "list")).out().lines().toList());
    }

    String status(String service, String fields) {
      return world.status(live.resolve("servicedirs").resolve(service).toString(), fields);
    }
  }

  @Test
  void overridesLieInAnySource() throws IOException {
    try (World world = new World(SUITE)) {
      Files.createDirectories(world.directory.resolve("own/web.toml.d"));
      Files.createDirectory(world.directory.resolve("vendor"));
      Files.writeString(world.directory.resolve("vendor/web.toml"), "run = 'sleep 1'\n");
      Files.writeString(world.directory.resolve("own/web.toml.d/1.toml"), "run = 'sleep 2'\n");
      Tree.good(world.run("s6-rc-compile", "db", "vendor", "own"));
      String run = world.read(world.directory.resolve("db/servicedirs/web/run"));
      assertTrue(run.contains("exec sleep 2"), run);
    }
  }

  @Test
  void instancesAreScaledAndRestartedInTurn() throws IOException {
    try (World world = new World(SUITE)) {
      Path definition = world.directory.resolve("services/w@.toml");
      Files.createDirectory(definition.getParent());
      Files.writeString(
          definition,
          """
          run = "trap 'exit 0' TERM; echo >&3; while :; do sleep 0.1; done"
          readiness = 3
          instances = 11
          scale = 2
          in = "default"
          """);
      Tree tree = new Tree(world, "services");
      Tree.good(tree.rc("change", "default"));
      assertEquals(Set.of("w@1", "w@2"), tree.up());

      Tree.good(tree.s6("scale", "w=10"));
      assertEquals("w=10/11\n", tree.s6("scale").out());
      assertEquals(1, tree.s6("scale", "w=12").code());
      Tree.good(tree.s6("scale", "w=3"));
      assertEquals(Set.of("w@1", "w@2", "w@3"), tree.up());

      String before = pids(tree);
      Tree.good(tree.s6("restart", "-r", "1", "w", "w@3"));
      for (String pid : pids(tree).trim().split(" "))
        assertFalse(before.contains(" " + pid + " "), pid);
      assertEquals("true true", tree.status("w@3", "up,ready"));
      Tree.good(tree.rc("-D", "change"));
    }
  }

  private static String pids(Tree tree) {
    return " "
        + tree.status("w@1", "pid")
        + " "
        + tree.status("w@2", "pid")
        + " "
        + tree.status("w@3", "pid")
        + " ";
  }

  @Test
  void theExampleLivesThroughThreeModes() throws IOException {
    try (World world = new World(SUITE)) {
      Path services = copyOfTheExample(world);
      Path log = services.resolve(".state/log-web/current");
      Tree tree = new Tree(world, "services");

      Tree.good(tree.rc("change", "default"));
      assertEquals(
          Set.of("setup", "web-configure", "web", "web-log", "worker@1", "worker@2", "mirror"),
          tree.up());
      for (String service : List.of("web", "web-log", "worker@1", "worker@2"))
        assertEquals("true true", tree.status(service, "up,ready"), service);
      world.await("a log", () -> world.read(log).contains("started with: port 8080"));
      assertTrue(tree.s6("why", "mirror").out().contains("skipped: wanted: path-exists"));
      World.Answer health = tree.s6("doctor");
      assertEquals(0, health.code(), health.out());

      Tree.good(tree.rc("-p", "change", "production"));
      assertEquals(
          Set.of(
              "setup",
              "web.production-configure",
              "web.production",
              "web-log",
              "mirror",
              "worker@1.production",
              "worker@2.production",
              "backup.production"),
          tree.up());
      world.await("the other", () -> world.read(log).contains("port 80 greeting good day"));

      reconfigure(tree, services, log);

      Tree.good(tree.rc("-p", "change", "test"));
      assertEquals(
          Set.of(
              "setup",
              "web-configure",
              "web",
              "web-log",
              "mirror",
              "worker@1",
              "worker@2",
              "debug"),
          tree.up());
      Tree.good(tree.rc("-Da", "change"));
      assertEquals(Set.of(), tree.up());
    }
  }

  /** A file that comes out the same leaves the service alone; another one restarts it. */
  private static void reconfigure(Tree tree, Path services, Path log) throws IOException {
    String pid = tree.status("web.production", "pid");
    Tree.good(tree.rc("reload", "web.production-configure"));
    assertEquals(pid, tree.status("web.production", "pid"));
    tree.world.write(services.resolve("web.conf.in"), "@PORT@ @GREETING@ @UNKNOWN@ a@b\n");
    Tree.good(tree.rc("reload", "web.production-configure"));
    String expected = "started with: 80 good day @UNKNOWN@ a@b";
    tree.world.await("a restart", () -> tree.world.read(log).contains(expected));
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void convertingFirstGivesTheSameDatabase(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      copyOfTheExample(world);
      Tree.good(world.run("s6-rc-compile", "direct", "services"));
      Tree.good(world.run("s6j", "convert", "-o", "source", "services"));
      Tree.good(world.run("s6-rc-compile", "converted", "source"));
      for (String file : List.of("n", "db", "resolve.cdb"))
        assertArrayEquals(
            Files.readAllBytes(world.directory.resolve("direct").resolve(file)),
            Files.readAllBytes(world.directory.resolve("converted").resolve(file)));
      world.write(world.directory.resolve("source/web/run"), "changed\n");
      assertEquals(1, world.run("s6j", "convert", "-o", "source", "services").code());
      assertEquals("changed\n", world.read(world.directory.resolve("source/web/run")));
    }
  }

  @Test
  void wrongFilesAreToldAndNothingIsWritten() throws IOException {
    try (World world = new World(SUITE)) {
      world.write(world.directory.resolve("src/a.toml"), "run = 'x'\nneds = []\n");
      world.write(world.directory.resolve("src/b.toml"), "run = 'x'\nneeds = ['dir', 'c']\n");
      world.write(world.directory.resolve("src/dir/type"), "bundle\n");
      world.write(world.directory.resolve("src/dir/contents"), "");
      World.Answer answer = world.run("s6-rc-compile", "db", "src");
      assertEquals(1, answer.code());
      assertTrue(answer.err().contains("src/a.toml:2:1: unknown key neds"), answer.err());
      assertTrue(answer.err().contains("src/b.toml:2:17: no service"), answer.err());
      try (Stream<Path> left = Files.list(world.directory)) {
        Path source = world.directory.resolve("src");
        assertEquals(List.of(source), left.filter(Files::isDirectory).toList());
      }
    }
  }

  /** Environment, directory, interpreters and policies as the scripts really have them. */
  @Test
  void theProcessIsAsDescribed() throws IOException {
    try (World world = new World(SUITE)) {
      Path src = world.directory.resolve("src");
      world.write(src.resolve("file.env"), "# c\nFROM_FILE=\"a b\"\nBAD LINE\n");
      world.write(src.resolve("env/FROM_DIR"), "c\n");
      Files.createDirectory(src.resolve(".work"));
      world.write(
          src.resolve("once.toml"),
          """
          up = '''
          #!/bin/sh -e
          echo "once $RC_NAME $A" >>{{directory}}/.work/said'''
          down = "rm {{directory}}/.work/said"
          environment = { A = "it's \\"a\\" \\\\" }
          """);
      world.write(
          src.resolve("daemon.toml"),
          """
          needs = ["once"]
          directory = "{{directory}}/.work"
          env-files = ["{{directory}}/file.env", "-/no/such"]
          env-dirs = ["{{directory}}/.env"]
          limits = { open-files = 33 }
          umask = "077"
          restart = "never"
          run = '''
          umask >>said
          echo "$FROM_FILE $FROM_DIR $(ulimit -n) $1" >>said
          '''
          """);
      Files.move(src.resolve("env"), src.resolve(".env"));
      Tree tree = new Tree(world, "src");
      Tree.good(tree.rc("change", "daemon"));
      world.await(
          "giving up", () -> tree.status("daemon", "up,wantedup,exitcode").equals("false false 0"));
      String said = world.read(src.resolve(".work/said"));
      assertEquals("once once it's \"a\" \\\n0077\na b c 33 daemon\n", said);
      Tree.good(tree.rc("-d", "change", "once"));
      assertFalse(Files.exists(src.resolve(".work/said")));
    }
  }

  /** Names, values and paths of any characters survive shell, execline and templates. */
  @Test
  void oddCharactersAreOnlyCharacters() throws IOException {
    try (World world = new World(SUITE)) {
      Path src = world.directory.resolve("src");
      String name = "it's a \"$x\" \\";
      world.write(src.resolve("t"), "a@V@b@A@@V@\nlast @V");
      world.write(
          src.resolve(name + ".toml"),
          """
          run = "cat '{{directory}}/.o ut'; exec sleep 1000"
          needs = ["sk'\\"ip"]
          logger = "{{directory}}/.log/it's \\"a\\" $b"
          environment = { A = "x" }
          [configure]
          values = { V = "'\\"$HOME`id`\\\\ &|" }
          file = [{ template = "{{directory}}/t", target = "{{directory}}/.o ut" }]
          """);
      world.write(
          src.resolve("sk'\"ip.toml"),
          "up = 'exit 7'\ndown = 'exit 8'\ncondition = { command = \"test '1' = 2\" }\n");
      Tree tree = new Tree(world, "src");
      Tree.good(tree.rc("change", name));
      assertEquals(
          "wanted: command test '1' = 2\n", world.read(tree.live.resolve("skipped/sk'\"ip")));
      Path log = src.resolve(".log/it's \"a\" $b/current");
      String value = "'\"$HOME`id`\\ &|";
      world.await("a log", () -> world.read(log).lines().count() == 2);
      assertTrue(world.read(log).contains(" a" + value + "bx" + value + "\n"), world.read(log));
      Tree.good(tree.rc("-Da", "change"));
    }
  }

  @Test
  void theDoctorFindsWhatIsOdd() throws IOException {
    try (World world = new World(SUITE)) {
      copyOfTheExample(world);
      Tree tree = new Tree(world, "services");
      Tree.good(tree.rc("change", "web"));
      Path scandir = world.directory.resolve("scandir");
      Files.createSymbolicLink(scandir.resolve("gone"), Path.of("nowhere"));
      Files.createDirectory(scandir.resolve("empty"));
      String logger = tree.live.resolve("servicedirs/web-log").toString();
      assertEquals(0, world.run("s6-svc", "-wD", "-d", logger).code());
      World.Answer answer = tree.s6("doctor");
      assertEquals(1, answer.code());
      for (String text :
          List.of(
              "gone: is a link that leads nowhere",
              "empty: has no run script",
              "web: writes into the pipe of web-log, which is down",
              "web-log: is up for s6-rc, but was brought down past it"))
        assertTrue(answer.out().contains(text), answer.out());
      assertEquals(1, tree.s6("status").code());
      String scanned = world.run("s6", "-s", scandir.toString(), "status").out();
      assertTrue(scanned.lines().anyMatch(line -> line.startsWith("web ")), scanned);
      assertTrue(tree.s6("top", "--once").out().contains("> "));
    }
  }

  @Test
  void withoutJavaItSaysWhatIsMissing() {
    try (World world = new World(SUITE)) {
      World.Answer answer = world.shell("S6J_JAVA=/no/java s6j graph");
      assertEquals(111, answer.code());
      assertTrue(answer.err().contains("needs a Java runtime"), answer.err());
    }
  }
}
