package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One supervised service: what stories have no words for. */
class SuperviseIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aDirectoryWhoseNameIsNoUtf8IsSupervised(Suite suite) {
    try (World world = new World(suite)) {
      world.service("plain", "echo \"$1\" | od -An -tx1 > ../name; exec sleep 300");
      world.shell("mv plain \"$(printf 'caf\\351')\"");
      world.startCommand(
          java.util.List.of(
              "/bin/sh", "-c", "exec " + suite.word("s6-supervise") + " \"$(printf 'caf\\351')\""));
      world.await("the name", () -> world.read(world.directory.resolve("name")).contains("0a"));
      assertEquals(" 63 61 66 e9 0a\n", world.read(world.directory.resolve("name")));
      World.Answer up = world.shell(suite.word("s6-svstat") + " -o up \"$(printf 'caf\\351')\"");
      assertEquals("true", up.line());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aLockOnAnyDescriptorIsHeldUntilTheServiceEnds(Suite suite) {
    try (World world = new World(suite)) {
      Path service = world.service("a", "echo $$ >> ../runs; exec sleep 300");
      world.write(service.resolve("lock-fd"), "7\n");
      // The lock is for trees whose next supervisor does not go on with what lives.
      world.write(service.resolve("flag-no-adopt"), "");
      Process supervisor = supervise(world, "a");
      Path runs = world.directory.resolve("runs");
      world.await("the first copy", () -> world.read(runs).lines().count() == 1);
      String first = world.status("a", "pid");
      world.signal("KILL", supervisor.pid());
      world.awaitEnd(supervisor);
      supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      String second = world.status("a", "pid");
      assertNotEquals(first, second);
      assertEquals(first + "\n", world.read(runs));
      world.signal("KILL", Long.parseLong(first));
      world.await("the second copy", () -> world.read(runs).lines().count() == 2);
      assertEquals(first + "\n" + second + "\n", world.read(runs));
      assertTrue(world.read(world.err()).contains("another instance of the service is already"));
    }
  }

  /** A wrapper that forwards every signal may die of CONT before it has forwarded TERM. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void theDownSignalComesAloneWhereAFileSaysSo(Suite suite) {
    try (World world = new World(suite)) {
      String run =
          "trap 'echo CONT >>../got' CONT; trap 'echo TERM >>../got; ended=1' TERM\n"
              + "until [ \"$ended\" ]; do sleep 0.2; done; sleep 0.3";
      Path service = world.service("a", run);
      Path got = world.directory.resolve("got");
      supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      assertEquals(0, world.run("s6-svc", "-wd", "-d", "a").code());
      assertEquals("TERM\nCONT\n", world.read(got));
      world.write(service.resolve("flag-no-cont"), "");
      assertEquals(0, world.run("s6-svc", "-wu", "-u", "a").code());
      assertEquals(0, world.run("s6-svc", "-wd", "-d", "a").code());
      assertEquals("TERM\nCONT\nTERM\n", world.read(got));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aServiceThatFailsBacksOff(Suite suite) {
    try (World world = new World(suite)) {
      Path service = world.service("a", "date +%s%N >> ../starts; exit 1");
      world.write(service.resolve("restart-backoff"), "2000 3 60000\n");
      supervise(world, "a");
      Path starts = world.directory.resolve("starts");
      world.await("two starts", () -> world.read(starts).lines().count() == 2);
      long[] times = world.read(starts).lines().mapToLong(Long::parseLong).toArray();
      assertTrue(times[1] - times[0] > 1_990_000_000L, times[1] - times[0] + " ns");
      Path backoff = service.resolve("supervise/backoff");
      world.await("the second pause", () -> world.read(backoff).equals("6000\n"));
    }
  }

  private static Process supervise(World world, String service) {
    Process supervisor = world.start("s6-supervise", service);
    world.await(service + " is supervised", () -> world.run("s6-svc", service).code() == 0);
    return supervisor;
  }
}
