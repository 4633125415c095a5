package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree of definitions in examples, and the command lines of other suites' scanners. */
class DefinitionsIT {
  private static final List<String> SERVICES =
      List.of("clock", "greeter", "miser", "runsvdir-demo", "visitor");

  private static final List<String> SCANNERS =
      List.of(
          "exec runsvdir -P $0",
          "exec svscan $0",
          "exec s6-svscan -c 1000 $0",
          "cd $0 && exec svscan");

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void theTreeOfDefinitionsRuns(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Path tree = copyOfTheExample(world);
      assertEquals(0, world.run("use-s6j", "definitions").code());
      List<String> links = new ArrayList<>();
      for (String name : SERVICES) links.add("definitions/" + name);
      world.shell("mkdir service && cd service && ln -s ../" + String.join(" ../", links) + " .");
      Process svscan = world.start("svscan", "service");

      for (String name : SERVICES) world.awaitStatus("service/" + name, "up", "true");
      assertEquals("false", world.status("service/greeter", "normallyup"));
      awaitLine(world, tree, "clock", "\\S+ \\S+  \\d\\d:\\d\\d:\\d\\d");
      awaitLine(world, tree, "miser", "\\S+ \\S+  64 files, little by little");
      awaitLine(world, tree, "visitor", "\\d{4}-\\d\\d-\\d\\d_\\S+ hello, user \\d+");
      awaitLine(world, tree, "greeter", "@4000\\S+ s6-ipcserverd: info: allow .*");
      world.awaitStatus("definitions/runsvdir-demo/data/service/hello", "up", "true");
      awaitLine(world, tree, "runsvdir-demo", "\\S+ \\S+  hello from a tree within the tree");

      Path current = tree.resolve("clock/data/version/current");
      Files.delete(current);
      Files.createSymbolicLink(current, Path.of("./2.0"));
      assertEquals(0, world.run("svc", "-t", "service/clock").code());
      awaitLine(world, tree, "clock", "\\S+ \\S+  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

      world.write(tree.resolve("miser/broken"), "not today\n");
      assertEquals(0, world.run("svc", "-t", "service/miser").code());
      awaitLine(world, tree, "miser", "\\S+ \\S+  not today");

      assertEquals(0, world.run("svscanctl", "-t", "service").code());
      assertEquals(0, world.awaitEnd(svscan));
    }
  }

  /** The words are what the tree carries, so that it shows them before it was ever set up. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void useS6jChangesNothingButLinks(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Path tree = copyOfTheExample(world);
      String before = world.shell("cd definitions && grep -r . .env .run .log | sort").out();
      assertTrue(before.contains(".env/CMDEXIT:-x"), before);
      assertEquals(0, world.shell("cd definitions/.bin && ./use-s6j -b " + suite.word("")).code());
      assertEquals(before, world.shell("cd definitions && grep -r . .env .run .log | sort").out());
      try (Stream<Path> links = Files.list(tree.resolve(".bin"))) {
        assertEquals(List.of(), links.filter(link -> !Files.isExecutable(link)).toList());
      }
      Files.delete(tree.resolve(".log/run"));
      Files.createSymbolicLink(tree.resolve(".log/run"), Path.of("/bin/true"));
      assertTrue(world.run("use-s6j", "definitions").err().contains("does not read"));
      assertEquals(100, world.run("use-s6j", ".").code());
      assertEquals(100, world.run("use-s6j", "-x").code());
      assertEquals(111, world.run("use-s6j", "-b", "/usr", "definitions").code());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void otherScannersCommandLinesAreTaken(Suite suite) {
    try (World world = new World(suite)) {
      List<Process> scanners = new ArrayList<>();
      for (String scanner : SCANNERS) {
        String place = "scan" + scanners.size();
        world.service(place + "/one", "exec sleep 86400");
        scanners.add(world.startCommand(List.of("/bin/sh", "-c", scanner, place)));
      }
      for (int i = 0; i < SCANNERS.size(); i++) {
        world.awaitStatus("scan" + i + "/one", "up", "true");
        assertEquals(0, world.run("s6-svscanctl", "-t", "scan" + i).code(), SCANNERS.get(i));
        assertEquals(0, world.awaitEnd(scanners.get(i)));
      }
    }
  }

  private static void awaitLine(World world, Path tree, String service, String pattern) {
    Path current = tree.resolve(".logs").resolve(service).resolve("current");
    world.await(
        service + " logs " + pattern,
        () -> world.read(current).lines().anyMatch(line -> line.matches(pattern)));
  }

  private static Path copyOfTheExample(World world) throws IOException {
    Path tree = world.directory.resolve("definitions");
    String example = Suite.ROOT.resolve("examples/definitions").toString();
    world.runCommand(List.of("cp", "-RP", example, tree.toString()));
    // A tree that somebody ran in place has left these behind.
    for (String left : new String[] {".s6-svscan", ".logs", ".state"})
      FileUtils.deleteDirectory(tree.resolve(left).toFile());
    world.shell("find definitions -name supervise -o -name event -o -name main | xargs rm -rf");
    return tree;
  }
}
