package s6j.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees in which not all is well. What svscan does otherwise is told in stories. */
class SvscanIT {
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
}
