package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Supervisors and scanners are killed, and what they kept alive is kept alive by the next ones. */
class AdoptionIT {
  /** Our native daemons, driven by our own commands and by s6's; and those on the JVM. */
  static Stream<Suite.Pairing> daemons() {
    return Stream.concat(
        ours(),
        Suite.pairings()
            .filter(pairing -> pairing.commands() == Suite.DEBIAN)
            .filter(pairing -> pairing.daemons() == Suite.NATIVE));
  }

  /** Commands are native where there are any: they are not what takes its time here. */
  static Stream<Suite.Pairing> ours() {
    return Suite.ours().map(suite -> new Suite.Pairing(suite, Suite.ours().findFirst().get()));
  }

  private static long pid(World world, String service) {
    return Long.parseLong(world.status(service, "pid"));
  }

  private static void kill(World world, Process process) {
    world.signal("KILL", process.pid());
    world.awaitEnd(process);
  }

  private static void awaitSupervisor(World world, String service) {
    world.await(service + " is supervised", () -> world.run("s6-svok", service).code() == 0);
    world.await(service + " takes letters", () -> world.run("s6-svc", service).code() == 0);
  }

  private static Process supervise(World world, String service) {
    Process process = world.start("supervise", service);
    awaitSupervisor(world, service);
    return process;
  }

  private static String lines(World world, String file) {
    return world.read(world.directory.resolve(file));
  }

  // ---- a supervisor
  // --------------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("daemons")
  void aRunningAndReadyServiceGoesOn(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      Path service =
          world.service(
              "a",
              """
              echo run >>../runs
              trap 'echo USR1 >>../signals' USR1
              until test -e ../go; do sleep 0.05; done
              echo >&5
              while :; do sleep 0.05; done""");
      world.write(service.resolve("notification-fd"), "5\n");
      world.script(service.resolve("finish"), "echo finish $1 $2 >>../runs");
      Process first = supervise(world, "a");
      world.awaitStatus("a", "up,ready", "true false");
      long pid = pid(world, "a");
      String since = world.status("a", "updownsince");
      kill(world, first);

      Process second = supervise(world, "a");
      assertEquals("true false " + pid, world.status("a", "up,ready,pid"));
      assertEquals(since, world.status("a", "updownsince"));
      world.write(world.directory.resolve("go"), "");
      world.awaitStatus("a", "up,ready", "true true");
      String ready = world.status("a", "readysince");
      kill(world, second);

      supervise(world, "a");
      assertEquals("true true " + pid, world.status("a", "up,ready,pid"));
      assertEquals(ready, world.status("a", "readysince"));
      assertEquals(0, world.run("s6-svc", "-1", "a").code());
      world.await("USR1", () -> lines(world, "signals").equals("USR1\n"));
      assertEquals("run\n", lines(world, "runs"));

      world.signal("KILL", pid);
      world.await("finish", () -> lines(world, "runs").startsWith("run\nfinish"));
      world.awaitStatus("a", "up,ready", "true true");
      assertNotEquals(pid, pid(world, "a"));
      assertEquals(0, world.run("s6-svc", "-wD", "-dx", "a").code());
    }
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void aServiceThatIsStoppingStopsOnce(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      Path service = world.service("a", "echo run >>../runs; exec sleep 300");
      world.script(
          service.resolve("finish"),
          "echo finish >>../runs; until test -e ../go; do sleep 0.05; done");
      world.write(service.resolve("timeout-finish"), "0\n");
      Process first = supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      assertEquals(0, world.run("s6-svc", "-wd", "-d", "a").code());
      world.await("finish", () -> lines(world, "runs").equals("run\nfinish\n"));
      kill(world, first);
      supervise(world, "a");
      assertEquals("false false", world.status("a", "up,wantedup"));
      world.write(world.directory.resolve("go"), "");
      assertEquals(0, world.run("s6-svwait", "-D", "-t", "10000", "a").code());
      assertEquals("run\nfinish\n", lines(world, "runs"));
      assertEquals(0, world.run("s6-svc", "-wu", "-u", "a").code());
      world.await("a run", () -> lines(world, "runs").equals("run\nfinish\nrun\n"));
      assertEquals(0, world.run("s6-svc", "-wD", "-dx", "a").code());
    }
  }

  /** The process that has the number now is not the one that was noted. */
  @ParameterizedTest
  @MethodSource("ours")
  void aNumberThatCameRoundIsRefused(Suite.Pairing pairing) throws java.io.IOException {
    try (World world = new World(pairing)) {
      world.service("a", "echo run >>../runs; exec sleep 300");
      Process first = supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      long old = pid(world, "a");
      kill(world, first);
      world.signal("KILL", old);
      Process stranger = world.startCommand(List.of("/bin/sleep", "300"));
      rename(world, old, stranger.pid());
      supervise(world, "a");
      world.await("a new run", () -> lines(world, "runs").equals("run\nrun\n"));
      assertNotEquals(stranger.pid(), pid(world, "a"));
      assertEquals(0, world.run("s6-svc", "-wD", "-dx", "a").code());
      assertTrue(stranger.isAlive());
    }
  }

  /** Makes the note and the status of {@code old} ones of {@code pid}, start time and all else. */
  private static void rename(World world, long old, long pid) throws java.io.IOException {
    Path supervise = world.directory.resolve("a/supervise");
    put(supervise.resolve("status"), 24, pid);
    put(supervise.resolve(".child"), 48, pid);
    assertNotEquals(old, pid);
  }

  private static void put(Path file, int at, long number) throws java.io.IOException {
    byte[] bytes = Files.readAllBytes(file);
    java.nio.ByteBuffer.wrap(bytes).putLong(at, number);
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void onlyWhereAFileSaysSoThereIsASecondCopy(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      Path service = world.service("a", "echo $$ >>../pids; exec sleep 300");
      world.write(service.resolve("flag-no-adopt"), "");
      Process first = world.start("s6-supervise", "a");
      awaitSupervisor(world, "a");
      world.awaitStatus("a", "up", "true");
      long pid = pid(world, "a");
      kill(world, first);
      world.start("s6-supervise", "a");
      awaitSupervisor(world, "a");
      world.await("a copy", () -> lines(world, "pids").lines().count() == 2);
      assertTrue(World.isAlive(pid));
      assertFalse(Files.exists(service.resolve("supervise/.child")));
      assertEquals(0, world.run("s6-svc", "-wD", "-dx", "a").code());
      world.signal("KILL", pid);
    }
  }

  /** A filter of system calls, as containers have them, answers for the kernel. */
  @ParameterizedTest
  @MethodSource("ours")
  void withoutDescriptorsOfProcessesTheRunGoesOnToo(Suite.Pairing pairing) {
    for (int errno : new int[] {1, 38})
      try (World world = new World(pairing)) {
        Filter filter = new Filter(world, errno);
        Assumptions.assumeTrue(filter.works(), "no filter of system calls can be set here");
        Path service = world.service("a", "echo run >>../runs; exec sleep 300");
        world.script(service.resolve("finish"), "echo finish >>../runs");
        Process first = filter.start("s6-supervise", "a");
        awaitSupervisor(world, "a");
        world.awaitStatus("a", "up", "true");
        long pid = pid(world, "a");
        kill(world, first);
        Process second = filter.start("s6-supervise", "a");
        awaitSupervisor(world, "a");
        assertEquals("true " + pid, world.status("a", "up,pid"));
        world.signal("KILL", pid);
        world.await("another run", () -> lines(world, "runs").equals("run\nfinish\nrun\n"));
        kill(world, second);
        filter.start("s6-supervise", "a");
        awaitSupervisor(world, "a");
        assertEquals(0, world.run("s6-svc", "-wD", "-T", "20000", "-dx", "a").code());
        assertEquals("run\nfinish\nrun\nfinish\n", lines(world, "runs"));
        assertTrue(world.read(world.err()).contains("unable to open a descriptor of process"));
      }
  }

  /** The number of a dead run may have become that of a thread, which is no process. */
  @ParameterizedTest
  @MethodSource("ours")
  void aThreadThatHasTheNumberKeepsNothingDown(Suite.Pairing pairing) throws java.io.IOException {
    try (World world = new World(pairing)) {
      world.service("a", "echo run >>../runs; exec sleep 300");
      Process first = supervise(world, "a");
      world.awaitStatus("a", "up", "true");
      long old = pid(world, "a");
      kill(world, first);
      world.signal("KILL", old);
      rename(world, old, aThread());
      supervise(world, "a");
      world.await("a new run", () -> lines(world, "runs").equals("run\nrun\n"));
      assertEquals(0, world.run("s6-svc", "-wD", "-dx", "a").code());
    }
  }

  /** The number of a thread of this virtual machine that is not its first one. */
  private static long aThread() throws java.io.IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .mapToLong(thread -> Long.parseLong(thread.getFileName().toString()))
          .filter(number -> number != ProcessHandle.current().pid())
          .findFirst()
          .orElseThrow();
    }
  }

  // ---- a scanner
  // -----------------------------------------------------------------------------------

  private static Process scan(World world) {
    Process scanner = world.start("svscan", "scan");
    world.await("scanner", () -> world.run("s6-svscanctl", "scan").code() == 0);
    return scanner;
  }

  private static long supervisor(World world, String service) {
    String script = "for p in /proc/[0-9]*; do test $p/cwd -ef " + service + " || continue; ";
    script += "grep -q supervise $p/comm || tr '\\0' ' ' <$p/cmdline | grep -q 'supervise ' ";
    script += "|| continue; echo ${p##*/}; done";
    String line = world.shell("cd '" + world.directory + "'\n" + script).line();
    return line.isEmpty() ? 0 : Long.parseLong(line.lines().findFirst().orElseThrow());
  }

  /** One line every few milliseconds; each of them is to be in the log once, in its place. */
  private static void talking(World world) {
    Path service =
        world.service(
            "scan/talker",
            """
            i=0
            echo run >>../../runs
            while :; do i=$((i+1)); echo "line $i"; sleep 0.005; done""");
    String log = world.daemons.word("s6-log");
    world.script(service.resolve("log/run"), "exec " + log + " -b n9999 s1000000 ./main");
  }

  private static long logged(World world) {
    return lines(world, "scan/talker/log/main/current").lines().count();
  }

  private static void awaitMore(World world) {
    long before = logged(world);
    world.await("more lines", () -> logged(world) > before + 20);
  }

  private static void checkLog(World world) {
    List<String> lines = lines(world, "scan/talker/log/main/current").lines().toList();
    for (int i = 0; i < lines.size(); i++) assertEquals("line " + (i + 1), lines.get(i));
    assertEquals("run\n", lines(world, "runs"));
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void noLineIsLostOverAllTheirDeaths(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      talking(world);
      Process scanner = scan(world);
      world.awaitStatus("scan/talker", "up", "true");
      world.awaitStatus("scan/talker/log", "up", "true");
      long talker = pid(world, "scan/talker");
      long logger = pid(world, "scan/talker/log");
      awaitMore(world);

      // The supervisors, one after the other.
      for (String service : new String[] {"scan/talker", "scan/talker/log"}) {
        long before = supervisor(world, service);
        world.signal("KILL", before);
        world.await("another supervisor", () -> isAnother(world, service, before));
        awaitMore(world);
      }
      // The scanner: supervisors are left as they are.
      long supervisor = supervisor(world, "scan/talker");
      kill(world, scanner);
      awaitMore(world);
      scanner = scan(world);
      awaitMore(world);
      assertEquals(supervisor, supervisor(world, "scan/talker"));

      // All of them at once.
      kill(world, scanner);
      world.signal("KILL", supervisor(world, "scan/talker"));
      world.signal("KILL", supervisor(world, "scan/talker/log"));
      awaitMore(world);
      scanner = scan(world);
      awaitSupervisor(world, "scan/talker");
      awaitSupervisor(world, "scan/talker/log");
      awaitMore(world);
      assertEquals(talker, pid(world, "scan/talker"));
      assertEquals(logger, pid(world, "scan/talker/log"));

      // A logger that is started anew reads on from the old pipe.
      assertEquals(0, world.run("s6-svc", "-r", "scan/talker/log").code());
      world.await("another logger", () -> isUpAsAnother(world, "scan/talker/log", logger));
      awaitMore(world);
      checkLog(world);
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
      world.await("the end of all", () -> !World.isAlive(talker));
      checkLog(world);
      assertFalse(world.read(world.err()).contains("already running"), world.read(world.err()));
    }
  }

  private static boolean isAnother(World world, String service, long before) {
    long now = supervisor(world, service);
    return now > 0 && now != before && world.run("s6-svok", service).code() == 0;
  }

  private static boolean isUpAsAnother(World world, String service, long before) {
    String line = world.status(service, "up,pid");
    return line.startsWith("true ") && !line.equals("true " + before);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void supervisorsThatWereTakenOverAreReplacedWhenTheyDie(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      world.service("scan/a", "echo run >>../../runs; exec sleep 300");
      Process first = scan(world);
      world.awaitStatus("scan/a", "up", "true");
      long pid = pid(world, "scan/a");
      kill(world, first);
      Process second = scan(world);
      long supervisor = supervisor(world, "scan/a");
      world.signal("KILL", supervisor);
      world.await("another supervisor", () -> isAnother(world, "scan/a", supervisor));
      awaitSupervisor(world, "scan/a");
      assertEquals("true " + pid, world.status("scan/a", "up,pid"));
      assertEquals("run\n", lines(world, "runs"));
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(second));
      world.await("its end", () -> !World.isAlive(pid));
    }
  }
}
