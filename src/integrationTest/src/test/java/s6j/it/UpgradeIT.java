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

  private static String name(int number) {
    return "scan/s" + number;
  }

  private static void service(World world, int number) {
    String body = "echo run >>../../runs; i=0; while :; do echo line $i; i=$((i+1)); sleep 1; done";
    Path service = world.service(name(number), body);
    world.script(
        service.resolve("log/run"), "exec " + world.daemons.word("s6-log") + " n999 s99999 ./main");
  }

  private static List<String> directories(Load load) {
    return IntStream.range(0, load.services)
        .boxed()
        .flatMap(i -> Stream.of(name(i), name(i) + "/log"))
        .toList();
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
      for (int i = 0; i < load.services; i++) service(world, i);
      Process scanner =
          hosted ? world.start("s6-svscan", "-H", "scan") : world.start("s6-svscan", "scan");
      List<String> directories = directories(load);
      for (String directory : directories) world.awaitStatus(directory, "up", "true");
      List<String> pids = pids(world, directories);
      for (int i = 0; i < load.upgrades; i++) upgrade(world, some(directories, i));
      world.await("another image", () -> isUpgraded(scanner.pid()));
      assertEquals(pids, pids(world, directories));
      String pid = world.status(name(0), "pid");
      assertEquals(hosted, parent(pid) == scanner.pid());
      if (!hosted) world.await("the supervisor's", () -> isUpgraded(parent(pid)));
      assertEquals(0, world.run("s6-svc", "-wU", "-T", "60000", "-u", name(0)).code());
      for (int i = 0; i < load.services; i++) awaitSecondLine(world, i);
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
      assertEquals(load.services, world.read(world.directory.resolve("runs")).lines().count());
      for (int i = 0; i < load.services; i++) assertAllLines(world, i);
      assertEquals("", world.read(world.err()));
    }
  }

  private static List<String> pids(World world, List<String> directories) {
    return directories.stream().map(directory -> world.status(directory, "pid")).toList();
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

  private static List<String> lines(World world, int number) {
    return world.read(world.directory.resolve(name(number) + "/log/main/current")).lines().toList();
  }

  /** Upgrades may take less than the second between two lines. */
  private static void awaitSecondLine(World world, int number) {
    world.await("a second line of " + number, () -> lines(world, number).size() > 1);
  }

  private static void assertAllLines(World world, int number) {
    List<String> lines = lines(world, number);
    for (int i = 0; i < lines.size(); i++) assertEquals("line " + i, lines.get(i));
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
