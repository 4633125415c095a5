package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Daemons that look after services: at their files, at their health. */
class WatchIT {
  /** Counts reloads in a file; a restart is another line in the other. */
  private static final String COUNTING =
      "echo run >>runs\ntrap 'echo reload >>reloads' HUP\n"
          + "while :; do sleep 1 & wait $! || :; done";

  private static final int WRITES = 200;

  private static long lines(World world, String file) {
    return world.read(world.directory.resolve(file)).lines().count();
  }

  private static void awaitWatching(World world, String... options) {
    String program = world.daemons.word("s6-svwatch");
    String line = "exec 3>ready; exec " + program + " -d 3 \"$@\"";
    world.startCommand(
        Stream.concat(Stream.of("/bin/sh", "-c", line, "sh"), Stream.of(options)).toList());
    Path ready = world.directory.resolve("ready");
    world.await("all is watched", () -> !world.read(ready).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void filesThatChangeReloadAndReplacedOnesToo(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      world.service("web", COUNTING);
      Path file = world.write(world.directory.resolve("etc/web.conf"), "one\n");
      Path log = world.err();
      world.start("s6-supervise", "web");
      world.await("up", () -> lines(world, "web/runs") == 1);
      awaitWatching(world, "-q", "300", "web", "etc/web.conf", "etc/later/not/yet");

      world.write(file, "two\n");
      world.await("a reload", () -> lines(world, "web/reloads") == 1);

      for (int i = 0; i < WRITES; i++) {
        Path fresh = world.write(world.directory.resolve("etc/.fresh"), "flood " + i + "\n");
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        LockSupport.parkNanos(1_000_000);
      }
      world.await("one more", () -> lines(world, "web/reloads") == 2);

      world.write(world.directory.resolve("etc/later/not/yet"), "there\n");
      world.await("one more", () -> lines(world, "web/reloads") == 3);
      assertEquals(3, told(world, log), world.read(log));
      assertEquals(1, lines(world, "web/runs"));
    }
  }

  private static long told(World world, Path log) {
    return world.read(log).lines().filter(line -> line.contains("files have changed")).count();
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aConfigurationMapRestarts(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      world.service("web", COUNTING);
      world.service("front", COUNTING);
      world.shell("mkdir -p map/..1 && echo a >map/..1/conf && cd map && ln -s ..1 ..data");
      world.shell("cd map && ln -s ..data/conf conf");
      world.start("s6-supervise", "web");
      world.start("s6-supervise", "front");
      world.await("up", () -> lines(world, "web/runs") + lines(world, "front/runs") == 2);
      awaitWatching(world, "-r", "-q", "100", "-R", "front", "web", "map");
      world.shell("cd map && mkdir ..2 && echo b >..2/conf && ln -s ..2 ..tmp");
      world.shell("cd map && mv -T ..tmp ..data && rm -r ..1");
      world.await(
          "restarts", () -> lines(world, "web/runs") == 2 && lines(world, "front/runs") == 2);
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aServiceThatTurnsBadIsRestarted(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Path bad = world.directory.resolve("bad");
      world.service("web", "echo run >>runs\nrm -f ../bad\nexec sleep 1000");
      world.start("s6-supervise", "web");
      world.await("up", () -> lines(world, "web/runs") == 1);
      world.start("s6-svhealth", "-r", "-e", "100", "-n", "3", "web", "test", "!", "-e", "bad");
      awaitHealth(world, "true");
      world.write(bad, "");
      world.await("a restart", () -> lines(world, "web/runs") == 2);
      awaitHealth(world, "true");
      assertTrue(world.read(world.err()).contains("web is unhealthy: 3 checks failed"));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aServiceThatTurnsBadIsMarkedAndComesBack(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Path hang = world.directory.resolve("hang");
      world.service("web", "exec sleep 1000");
      world.script(world.directory.resolve("check"), "[ ! -e hang ] || { sleep 997 & wait; }");
      world.start("s6-supervise", "web");
      world.awaitStatus("web", "up", "true");
      String[] line = {"-e", "200", "-t", "300", "-n", "2", "-u", "2", "web", "./check"};
      Process checker = world.start("s6-svhealth", line);
      awaitHealth(world, "true");
      world.write(hang, "");
      awaitHealth(world, "false");
      String file = world.read(world.directory.resolve("web/supervise/health"));
      assertTrue(file.matches("unhealthy \\d+ @[0-9a-f]{24} \\d+ timeout\n"), file);
      Files.delete(hang);
      awaitHealth(world, "true");
      assertFalse(
          checker.descendants().anyMatch(one -> one.info().command().orElse("").endsWith("sleep")));
      world.signal("TERM", checker.pid());
      assertEquals(0, world.awaitEnd(checker));
      assertEquals("true unknown", world.status("web", "up,healthy"));
    }
  }

  private static void awaitHealth(World world, String wanted) {
    world.await("healthy " + wanted, () -> wanted.equals(world.status("web", "healthy")));
  }

  /** From one file to the probe, and back to health. */
  @Test
  void definitionsHaveBothAndHealthyTells() throws IOException {
    Suite suite = Suite.ours().findFirst().orElseThrow();
    try (World world = new World(suite)) {
      Path directory = world.directory;
      world.write(directory.resolve("etc/web.conf"), "one\n");
      world.write(
          directory.resolve("services/web.toml"),
          "run = '''\necho run >>"
              + directory
              + "/runs\nexec sleep 1000'''\nin = 'all'\n"
              + ("watch = '" + directory + "/etc/web.conf'\nquiet = '100ms'\n")
              + ("[health]\ncommand = 'test ! -e " + directory + "/bad'\n")
              + "every = '200ms'\nfailures = 2\naction = 'mark'\n");
      Files.createDirectory(directory.resolve("scan"));
      assertEquals("", world.run("s6-rc-compile", "db", "services").err());
      world.start("s6-svscan", "scan");
      world.await("svscan", () -> world.run("s6-svscanctl", "scan").code() == 0);
      String live = directory.resolve("live").toString();
      String scan = directory.resolve("scan").toString();
      String db = directory.resolve("db").toString();
      assertEquals(0, world.run("s6-rc-init", "-c", db, "-l", live, scan).code());
      assertEquals(0, world.run("s6-rc", "-l", live, "healthy").code());
      assertEquals(1, world.run("s6-rc", "-l", live, "healthy", "all").code());
      assertEquals("", world.run("s6-rc", "-l", live, "change", "all").err());
      assertEquals(
          List.of("web", "web-health", "web-watch"),
          world.run("s6-rc", "-l", live, "-a", "list").out().lines().sorted().toList());
      assertEquals("", world.run("s6-rc", "-l", live, "healthy").out());

      world.write(directory.resolve("etc/web.conf"), "two\n");
      world.await("a restart", () -> lines(world, "runs") == 2);

      world.write(directory.resolve("bad"), "");
      world.await("bad", () -> world.run("s6-rc", "-l", live, "healthy").code() == 1);
      String why = world.run("s6-rc", "-l", live, "healthy").out();
      assertTrue(
          why.matches("web: unhealthy for \\d+ s, \\d+ checks failed, the last by exit-1\n"), why);
      String json = world.run("s6-rc", "-l", live, "--json", "healthy", "web").out();
      assertTrue(json.contains("\"reason\":\"unhealthy\""), json);
      assertTrue(world.run("s6-rc", "-l", live, "status", "web").out().contains("unhealthy"));
      assertTrue(world.run("s6-rc", "-l", live, "why", "web").out().contains("is unhealthy"));
      Files.delete(directory.resolve("bad"));
      world.await("good", () -> world.run("s6-rc", "-l", live, "healthy").code() == 0);
    }
  }

  /** While nothing happens it does not even wake up. */
  @Test
  void anIdleWatcherIsIdle() throws IOException {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      world.write(world.directory.resolve("etc/file"), "one\n");
      Process watcher = world.start("s6-svwatch", "web", "etc");
      world.await("it watches", () -> sleeps(world, watcher.pid()));
      String before = switches(world, watcher.pid());
      for (int i = 0; i < 50; i++) World.pause();
      assertEquals(before, switches(world, watcher.pid()));
    }
  }

  private static boolean sleeps(World world, long pid) {
    return world.shell("ls -l /proc/" + pid + "/fd").out().contains("inotify")
        && world.read(Path.of("/proc/" + pid + "/wchan")).contains("poll");
  }

  private static String switches(World world, long pid) {
    return world.shell("grep ^voluntary /proc/" + pid + "/status").out();
  }
}
