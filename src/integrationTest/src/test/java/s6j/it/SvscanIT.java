package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trees: every svscan with every set of commands. */
class SvscanIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void aTreeComesUpIsRescannedAndGoesDown(Suite.Pairing pairing) throws IOException {
    try (World world = new World(pairing)) {
      world.service("scan/a", "exec sleep 300");
      world.service("real/b", "exec sleep 300");
      Process svscan = scan(world);
      world.awaitStatus("scan/a", "up", "true");

      Files.createSymbolicLink(
          world.directory.resolve("scan/b"), world.directory.resolve("real/b"));
      assertEquals(0, world.run("s6-svscanctl", "-a", "scan").code());
      world.awaitStatus("scan/b", "up", "true");

      Files.delete(world.directory.resolve("scan/b"));
      assertEquals(0, world.run("s6-svscanctl", "-an", "scan").code());
      world.await("b is left", () -> world.run("s6-svok", "real/b").code() == 1);

      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(svscan));
      assertEquals(1, world.run("s6-svok", "scan/a").code());
      assertEquals(100, world.run("s6-svscanctl", "-a", "scan").code());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void whatTheServiceSaysIsLoggedAcrossRestarts(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      world.service("scan/a", "echo \"started $$\"; exec sleep 300");
      Path logger = world.service("scan/a/log", "exec s6-log n5 s100000 ./main");
      Process svscan = scan(world);
      Path current = logger.resolve("main/current");
      world.await("one line", () -> lines(world, current) == 1);
      world.signal("KILL", Long.parseLong(world.status("scan/a", "pid")));
      world.await("two lines", () -> lines(world, current) == 2);
      world.signal("KILL", Long.parseLong(world.status("scan/a/log", "pid")));
      world.run("s6-svc", "-t", "scan/a");
      world.await("three lines", () -> allLines(world, logger.resolve("main")) == 3);
      world.run("s6-svscanctl", "-t", "scan");
      assertEquals(0, world.awaitEnd(svscan));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aKilledSupervisorComesBack(Suite suite) {
    try (World world = new World(suite)) {
      world.service("scan/a", "echo $$ >> ../../pids; exec sleep 300");
      Process svscan = scan(world);
      world.awaitStatus("scan/a", "up", "true");
      List<Long> supervisors = world.children(svscan.pid());
      assertEquals(1, supervisors.size());
      world.signal("KILL", supervisors.get(0));
      world.await(
          "another supervisor",
          () ->
              world.children(svscan.pid()).stream().anyMatch(pid -> !supervisors.contains(pid))
                  && world.run("s6-svok", "scan/a").code() == 0);
      world.awaitStatus("scan/a", "up", "true");
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void finishTakesOverOnTheWayOut(Suite suite) {
    try (World world = new World(suite)) {
      world.service("scan/a", "exec sleep 300");
      world.script(world.directory.resolve("scan/.s6-svscan/finish"), "pwd > ../finished; exit 17");
      Process svscan = scan(world);
      world.awaitStatus("scan/a", "up", "true");
      world.signal("TERM", svscan.pid());
      assertEquals(17, world.awaitEnd(svscan));
      assertEquals(
          world.directory.resolve("scan") + "\n", world.read(world.directory.resolve("finished")));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aMissingScanDirectoryIsNamed(Suite suite) {
    try (World world = new World(suite)) {
      World.Answer answer = world.run("s6-svscan", "nowhere");
      assertEquals(111, answer.code());
      assertEquals(
          "s6-svscan: fatal: unable to chdir to nowhere: No such file or directory\n",
          answer.err());
      assertEquals(100, world.run("s6-svscan").code());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void oneBrokenServiceDoesNotKeepTheOthersDown(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      world.service("scan/good", "exec sleep 300");
      Files.createDirectories(world.directory.resolve("scan/norun"));
      world.write(world.directory.resolve("scan/broken/supervise"), "");
      world.write(world.directory.resolve("scan/file"), "");
      Process svscan = scan(world);
      world.awaitStatus("scan/good", "up", "true");
      world.await("norun is watched", () -> world.run("s6-svok", "scan/norun").code() == 0);
      world.await(
          "the broken one is named",
          () -> world.read(world.err()).contains("supervise exists and is not a directory"));
      Files.createSymbolicLink(world.directory.resolve("scan/dangling"), Path.of("nowhere"));
      world.service("scan/late", "exec sleep 300");
      world.run("s6-svscanctl", "-a", "scan");
      world.awaitStatus("scan/late", "up", "true");
      assertTrue(svscan.isAlive());
    }
  }

  private static Process scan(World world) {
    Process svscan = world.start("s6-svscan", "scan");
    world.await("svscan listens", () -> world.run("s6-svscanctl", "scan").code() == 0);
    return svscan;
  }

  private static long lines(World world, Path file) {
    return world.read(file).lines().count();
  }

  private static long allLines(World world, Path logDirectory) {
    return Long.parseLong(
        world
            .shell("cat " + logDirectory + "/current " + logDirectory + "/@* 2>/dev/null | wc -l")
            .line());
  }
}
