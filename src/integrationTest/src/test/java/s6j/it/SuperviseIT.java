package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One supervised service, every supervisor with every set of commands. */
class SuperviseIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void aServiceIsStartedStoppedAndRestarted(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      world.service("a", "exec sleep 300");
      Process supervisor = supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      String first = world.status("a", "pid");
      assertTrue(Long.parseLong(first) > 1);

      assertEquals(0, world.run("s6-svc", "-d", "a").code());
      world.awaitStatus("a", "up,wantedup", "false false");
      assertEquals("SIGTERM", world.status("a", "signal"));

      assertEquals(0, world.run("s6-svc", "-wu", "-u", "a").code());
      assertNotEquals(first, world.status("a", "pid"));

      world.signal("KILL", Long.parseLong(world.status("a", "pid")));
      world.awaitStatus("a", "up,wantedup", "true true");

      assertEquals(0, world.run("s6-svc", "-xd", "a").code());
      assertEquals(0, world.awaitEnd(supervisor));
      assertEquals(1, world.run("s6-svok", "a").code());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void readinessIsSeenByThoseWhoWait(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      Path service = world.service("a", "sleep 1; echo >&3; exec sleep 300");
      world.write(service.resolve("notification-fd"), "3\n");
      world.write(service.resolve("down"), "");
      supervise(world, "a");
      assertEquals(0, world.run("s6-svc", "-wU", "-T", "20000", "-u", "a").code());
      assertEquals("true true", world.status("a", "up,ready"));
      assertEquals(0, world.run("s6-svwait", "-U", "-t", "1000", "a").code());
      assertEquals(99, world.run("s6-svwait", "-d", "-t", "100", "a").code());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void theDeathTallyAndTheStatusTellHowTheServiceDied(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      Path service = world.service("a", "exit 7");
      world.write(service.resolve("down"), "");
      supervise(world, "a");
      assertEquals(0, world.run("s6-svc", "-o", "a").code());
      world.awaitStatus("a", "exitcode", "7");
      assertEquals(14, world.read(service.resolve("supervise/death_tally")).length());
      assertEquals(35, world.read(service.resolve("supervise/status")).length());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aSecondSupervisorIsRefused(Suite suite) {
    try (World world = new World(suite)) {
      world.service("a", "exec sleep 300");
      supervise(world, "a");
      World.Answer second = world.run("s6-supervise", "a");
      assertEquals(100, second.code());
      assertTrue(second.err().startsWith("s6-supervise a: fatal: another instance"), second.err());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void permanentFailureIsNotRestarted(Suite suite) {
    try (World world = new World(suite)) {
      Path service = world.service("a", "echo run >> runs; exit 1");
      world.script(service.resolve("finish"), "exit 125");
      supervise(world, "a");
      world.awaitStatus("a", "up,wantedup,exitcode", "false false 1");
      assertEquals("run\n", world.read(service.resolve("runs")));
    }
  }

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
  void aMissingDirectoryIsNamed(Suite suite) {
    try (World world = new World(suite)) {
      World.Answer answer = world.run("s6-supervise", "nowhere");
      assertEquals(111, answer.code());
      assertEquals(
          "s6-supervise: fatal: unable to chdir to nowhere: No such file or directory\n",
          answer.err());
      assertEquals(100, world.run("s6-supervise").code());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void garbageInTheKnobsIsWarnedAboutAndIgnored(Suite suite) {
    try (World world = new World(suite)) {
      Path service = world.service("a", "exec sleep 300");
      world.write(service.resolve("notification-fd"), "three\n");
      world.write(service.resolve("timeout-kill"), "soon\n");
      world.write(service.resolve("down-signal"), "SIGNONSENSE\n");
      world.write(service.resolve("max-death-tally"), "-5\n");
      supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      world.run("s6-svc", "-d", "a");
      world.awaitStatus("a", "up,signal", "false SIGTERM");
      String said = world.read(world.err());
      for (String knob : new String[] {"notification-fd", "timeout-kill", "down-signal"})
        assertTrue(said.contains("s6-supervise a: warning: invalid " + knob), said);
      assertFalse(said.contains("fatal"), said);
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

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void onceAtMostForGoodStopsRestartsNowAndLater(Suite suite) {
    try (World world = new World(suite)) {
      Path service = world.service("a", "exec sleep 300");
      supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      assertEquals(0, world.run("s6-svc", "-Q", "a").code());
      world.awaitStatus("a", "up,wantedup", "true false");
      assertTrue(java.nio.file.Files.exists(service.resolve("down")));
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
