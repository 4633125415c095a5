package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that are called through links, or without PATH, find those they need. */
class InstalledElsewhereIT {
  /** A directory with a link to one program alone. */
  private static Path link(World world, String program) throws IOException {
    Path command = Files.createDirectories(world.directory.resolve("command"));
    Path link = command.resolve(program);
    Files.createSymbolicLink(link, Path.of(world.commands.program(program)));
    return link;
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aCompilerThatPathFindsAsALinkNamesItsCompanions(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Path link = link(world, "s6-rc-compile");
      world.write(world.directory.resolve("src/o/type"), "oneshot\n");
      world.write(world.directory.resolve("src/o/up"), "true\n");
      World.Answer answer =
          world.shell("PATH=" + link.getParent() + ":/usr/bin:/bin s6-rc-compile db src");
      assertEquals(0, answer.code(), answer.err());
      assertEquals("", answer.err());
      String run = world.read(world.directory.resolve("db/servicedirs/s6rc-oneshot-runner/run"));
      assertTrue(
          run.replaceAll("[\"']", "").contains(suite.program("s6-rc-oneshot-run") + " -l"), run);
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aScannerBehindALinkFindsItsSupervisors(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Path link = link(world, "s6-svscan");
      world.service("scan/a", "exec sleep 300");
      world.script(world.directory.resolve("go"), "PATH=/usr/bin:/bin exec " + link + " scan");
      world.startCommand(java.util.List.of(world.directory.resolve("go").toString()));
      world.awaitStatus("scan/a", "up", "true");
      String supervisors = world.shell("readlink /proc/[0-9]*/exe | sort -u").out();
      Path svscan = Path.of(suite.program("s6-supervise")).toRealPath();
      if (suite == Suite.NATIVE) assertTrue(supervisors.contains(svscan.toString()), supervisors);
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aChainGoesOnBehindAnEmptyEnvironment(Suite suite) {
    try (World world = new World(suite)) {
      String chain = suite.word("s6-setsid") + " s6-softlimit -c 0 s6-svok nowhere";
      assertEquals(1, world.shell("env -i " + chain).code());
      assertEquals(1, world.shell("PATH=/bin " + chain).code());
      String missing = suite.word("s6-setsid") + " s6-there-is-no-such-program";
      assertEquals(127, world.shell("env -i " + missing).code());
    }
  }
}
