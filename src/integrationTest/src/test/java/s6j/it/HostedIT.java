package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A scanner that has the supervisors in its own process, told by commands of ours and of s6. */
class HostedIT {
  private static Process host(World world, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("-H");
    words.add("scan");
    return world.start("s6-svscan", words.toArray(String[]::new));
  }

  private static void awaitSupervisor(World world, String service) {
    world.await(service + " takes letters", () -> world.run("s6-svc", service).code() == 0);
  }

  private static String lines(World world, String file) {
    return world.read(world.directory.resolve(file));
  }

  private static void stop(World world, Process scanner) {
    assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
    assertEquals(0, world.awaitEnd(scanner));
  }

  @ParameterizedTest
  @MethodSource("s6j.it.AdoptionIT#daemons")
  void commandsSeeNoDifference(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      Path service = world.service("scan/a", "echo >&3; ulimit -n >limit; exec sleep 300");
      world.write(service.resolve("notification-fd"), "3\n");
      world.script(service.resolve("finish"), "echo $# $1 $2 $3 >>finished");
      String limit = world.shell("ulimit -n").line();
      Process scanner = host(world);
      world.awaitStatus("scan/a", "up,ready", "true true");
      assertEquals(limit, lines(world, "scan/a/limit").strip());
      assertEquals("ppid " + scanner.pid(), "ppid " + parent(world.status("scan/a", "pid")));
      assertEquals(0, world.run("s6-svc", "-wD", "-T", "20000", "-d", "scan/a").code());
      assertEquals("false SIGTERM", world.status("scan/a", "up,signal"));
      assertEquals("4 256 15 a\n", lines(world, "scan/a/finished"));
      assertEquals(0, world.run("s6-svc", "-wU", "-T", "20000", "-u", "scan/a").code());
      assertEquals(0, world.run("s6-svc", "-wR", "-T", "20000", "-r", "scan/a").code());
      assertEquals(2, world.run("s6-svdt", "scan/a").out().lines().count());
      stop(world, scanner);
      assertNotEquals(0, world.run("s6-svok", "scan/a").code());
      assertEquals("", world.read(world.err()));
    }
  }

  private static String parent(String pid) {
    try {
      String[] fields = Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ");
      return fields[3];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Streams, pipes, what the scanner was started with, and nothing of the scanner's own. */
  @ParameterizedTest
  @MethodSource("s6j.it.AdoptionIT#ours")
  void descriptorsAreThoseThatASupervisorGives(Suite.Pairing pairing) {
    assertEquals(descriptors(pairing, false), descriptors(pairing, true));
  }

  /** Readiness is told on numbers of which some are low ones that a host uses, too. */
  private static String descriptors(Suite.Pairing pairing, boolean hosted) {
    try (World world = new World(pairing)) {
      String script =
          "for f in /proc/$$/fd/*; do readlink $f; done >some; mv some fds; exec sleep 300";
      int[] numbers = {3, 10, 11, 12, 13, 14, 20, 300};
      for (int number : numbers) {
        Path service = world.service("scan/" + number, script);
        world.write(service.resolve("notification-fd"), number + "\n");
        world.script(service.resolve("log/run"), script);
        world.write(service.resolve("log/notification-fd"), "4\n");
      }
      String kind = hosted ? "-H " : "";
      String scan = "exec " + world.daemons.word("s6-svscan") + " " + kind;
      Process scanner =
          world.startCommand(List.of("/bin/sh", "-c", scan + "scan 7</etc/passwd 9<."));
      StringBuilder seen = new StringBuilder();
      for (int number : numbers) {
        for (String service : List.of("scan/" + number, "scan/" + number + "/log")) {
          world.awaitStatus(service, "up", "true");
          Path list = world.directory.resolve(service).resolve("fds");
          world.await("a list", () -> Files.exists(list));
          seen.append(service).append('\n').append(lines(world, service + "/fds"));
        }
      }
      stop(world, scanner);
      return seen.toString().replaceAll("\\[[0-9]+\\]", "").replace("" + world.directory, ".");
    }
  }

  /** The letter x, a removed fifo and a removed directory concern one service. */
  @ParameterizedTest
  @MethodSource("s6j.it.AdoptionIT#ours")
  void whatBefallsOneServiceIsItsOwn(Suite.Pairing pairing) throws IOException {
    try (World world = new World(pairing)) {
      for (String name : List.of("a", "b", "c", "d"))
        world.service("scan/" + name, "exec sleep 300");
      Process scanner = host(world);
      for (String name : List.of("a", "b", "c", "d"))
        world.awaitStatus("scan/" + name, "up", "true");
      String other = world.status("scan/d", "pid");

      String before = world.status("scan/a", "pid");
      assertEquals(0, world.run("s6-svc", "-wD", "-T", "20000", "-xd", "scan/a").code());
      world.await("another", () -> isUpAnew(world, before));
      assertTrue(scanner.isAlive());

      Files.delete(world.directory.resolve("scan/b/supervise/control"));
      assertEquals("true", world.status("scan/b", "up"));
      FileUtils.deleteDirectory(world.directory.resolve("scan/c").toFile());
      assertEquals(0, world.run("s6-svscanctl", "-an", "scan").code());
      World.Answer flood =
          world.shell("yes c | tr -d '\\n' | head -c 20000 >scan/a/supervise/control");
      assertEquals(0, flood.code());
      assertEquals(0, world.run("s6-svc", "-wd", "-T", "20000", "-d", "scan/d").code());
      assertNotEquals(other, world.status("scan/d", "pid"));
      stop(world, scanner);
    }
  }

  private static boolean isUpAnew(World world, String before) {
    return world.status("scan/a", "up").equals("true")
        && !world.status("scan/a", "pid").equals(before);
  }

  /** Both kinds of scanner are killed in turn: no restart, and every line once. */
  @ParameterizedTest
  @MethodSource("s6j.it.AdoptionIT#ours")
  void aKilledHostLosesNothing(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      Path service =
          world.service(
              "scan/a",
              "echo run >>../../runs; i=0; while :; do echo line $i; i=$((i+1)); sleep 0.01; done");
      world.script(
          service.resolve("log/run"),
          "exec " + world.daemons.word("s6-log") + " n999 s99999 ./main");
      Process scanner = host(world);
      world.awaitStatus("scan/a/log", "up", "true");
      String logger = world.status("scan/a/log", "pid");
      String pid = world.status("scan/a", "pid");
      for (int round = 0; round < 4; round++) {
        World.pause();
        world.signal("KILL", scanner.pid());
        world.awaitEnd(scanner);
        World.pause();
        scanner = round % 2 == 0 ? host(world) : world.start("s6-svscan", "scan");
        world.await("a scanner", () -> world.run("s6-svscanctl", "-a", "scan").code() == 0);
        awaitSupervisor(world, "scan/a");
        awaitSupervisor(world, "scan/a/log");
        assertEquals(logger, world.status("scan/a/log", "pid"));
        assertEquals(pid, world.status("scan/a", "pid"));
      }
      stop(world, scanner);
      assertEquals("run\n", lines(world, "runs"));
      assertAllLines(lines(world, "scan/a/log/main/current").lines().toList());
    }
  }

  private static void assertAllLines(List<String> lines) {
    assertTrue(lines.size() > 10, lines.size() + " lines");
    for (int i = 0; i < lines.size(); i++) assertEquals("line " + i, lines.get(i));
  }

  /** As many as fit are supervised; that others are not is told once. */
  @ParameterizedTest
  @MethodSource("s6j.it.AdoptionIT#ours")
  void asManyAsFitAreSupervised(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      for (int i = 0; i < 40; i++) world.service("scan/s" + i, "exec sleep 300");
      String line = world.daemons.word("s6-svscan") + " -H scan";
      Process scanner = world.startCommand(List.of("/bin/sh", "-c", "ulimit -n 128; exec " + line));
      world.await("a warning", () -> world.read(world.err()).contains("no descriptors left"));
      world.await("those that fit", () -> up(world) >= 20);
      assertTrue(up(world) < 30, up(world) + " services");
      assertEquals(1, world.read(world.err()).lines().count(), world.read(world.err()));
      stop(world, scanner);
    }
  }

  private static long up(World world) {
    return Stream.iterate(0, i -> i + 1)
        .limit(40)
        .filter(i -> world.run("s6-svok", "scan/s" + i).code() == 0)
        .count();
  }
}
