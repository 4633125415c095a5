package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scanners and supervisors execute new images in place, under load: nothing that they keep notices.
 */
class UpgradeIT {
  /** The JVM takes its time to begin. */
  private record Load(int services, int upgrades) {
    static Load of(Suite suite) {
      return suite == Suite.JVM ? new Load(3, 3) : new Load(50, 100);
    }
  }

  static Stream<Arguments> scanners() {
    return AdoptionIT.ours()
        .flatMap(pairing -> Stream.of(Arguments.of(pairing, false), Arguments.of(pairing, true)));
  }

  /** Ten of them in each round, in turn. */
  private static List<String> some(List<String> directories, int round) {
    return IntStream.range(0, Math.min(10, directories.size()))
        .mapToObj(i -> directories.get((10 * round + i) % directories.size()))
        .toList();
  }

  /** Letters are taken at any time; in hosted mode those to supervisors mean nothing. */
  private static void upgrade(World world, List<String> directories) {
    assertEquals(0, world.run("s6-svscanctl", "-U", "scan").code());
    List<String> words = new ArrayList<>(List.of("-e"));
    words.addAll(directories);
    assertEquals(0, world.run("s6-svc", words.toArray(String[]::new)).code());
  }

  @ParameterizedTest
  @MethodSource("scanners")
  void noServiceNoticesAndNoLineIsLost(Suite.Pairing pairing, boolean hosted) {
    Load load = Load.of(pairing.daemons());
    try (World world = new World(pairing)) {
      CountingServices services = new CountingServices(world, load.services);
      services.make(world.daemons.word("s6-log"));
      Process scanner =
          hosted ? world.start("s6-svscan", "-H", "scan") : world.start("s6-svscan", "scan");
      List<String> directories = services.directories();
      services.awaitUp();
      List<String> pids = services.pids();
      for (int i = 0; i < load.upgrades; i++) upgrade(world, some(directories, i));
      world.await("another image", () -> isUpgraded(scanner.pid()));
      assertEquals(pids, services.pids());
      String pid = world.status(CountingServices.name(0), "pid");
      assertEquals(hosted, parent(pid) == scanner.pid());
      if (!hosted) world.await("the supervisor's", () -> isUpgraded(parent(pid)));
      assertEquals(
          0, world.run("s6-svc", "-wU", "-T", "60000", "-u", CountingServices.name(0)).code());
      services.awaitSecondLines();
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
      services.assertUndisturbed();
      assertEquals("", world.read(world.err()));
    }
  }

  private static boolean isUpgraded(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("\0--upgrade=");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long parent(String pid) {
    try {
      return Long.parseLong(Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ")[3]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What cannot be executed is warned of, and nothing else has happened. */
  @ParameterizedTest
  @MethodSource("s6j.it.AdoptionIT#ours")
  void anImageThatIsNoneChangesNothing(Suite.Pairing pairing) throws IOException {
    try (World world = new World(pairing)) {
      world.service("scan/a", "exec sleep 300");
      Path program = Files.createDirectories(world.directory.resolve("bin")).resolve("s6-svscan");
      Files.createSymbolicLink(program, Path.of(world.daemons.program("s6-svscan")));
      Process scanner = world.startCommand(List.of(program.toString(), "scan"));
      world.awaitStatus("scan/a", "up", "true");
      String pid = world.status("scan/a", "pid");
      Files.delete(program);
      world.write(program, "no program");
      assertEquals(0, world.run("s6-svscanctl", "-U", "scan").code());
      world.await("a warning", () -> world.read(world.err()).contains("become the new image"));
      assertEquals(pid, world.status("scan/a", "pid"));
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
    }
  }
}
