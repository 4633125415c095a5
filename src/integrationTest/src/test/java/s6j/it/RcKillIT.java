package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Changes and updates of a real tree whose programs are killed at random: s6-rc, s6-rc-update, the
 * oneshot runner's server, the fd holder. No service runs twice, no pipe loses a line, and the next
 * command goes on.
 */
class RcKillIT {
  private static final Duration TIME = Duration.ofSeconds(12);

  private final Random random = new Random();
  private World world;

  private String path(String name) {
    return world.directory.resolve(name).toString();
  }

  private World.Answer rc(String... words) {
    List<String> line = new ArrayList<>(List.of("-l", path("live"), "-b"));
    line.addAll(List.of(words));
    return world.run("s6-rc", line.toArray(String[]::new));
  }

  private void sources(SourceTree source, boolean more) {
    // A service that would run twice fails to make its directory, and says so.
    // The trap comes first: it may be told to stop as soon as it has begun.
    String body = "trap 'rmdir %1$s.runs; exit' TERM\nmkdir %1$s.runs || echo %1$s >>%2$s\n";
    String wait = "while :; do sleep 0.1; done";
    for (String name : List.of("a", "b")) {
      source.write(name, "type", "longrun\n");
      source.write(
          name, "run", "#!/bin/sh\n" + body.formatted(path(name), path("twice")) + wait + "\n");
      source.write(name, "dependencies", "prepare\n");
    }
    source.write("prepare", "type", "oneshot\n").write("prepare", "up", "sleep 0.1\n");
    source.write("prepare", "down", "sleep 0.1\n");
    source.write("daemon", "type", "longrun\n").write("daemon", "producer-for", "logger\n");
    source.write(
        "daemon",
        "run",
        "#!/bin/sh\ni=$(cat %1$s)\nwhile :; do i=$((i+1)); echo $i >%1$s; echo $i; sleep 0.01; done\n"
            .formatted(path("count")));
    source.write("logger", "type", "longrun\n").write("logger", "consumer-for", "daemon\n");
    source.write("logger", "run", "#!/bin/sh\nexec cat >>" + path("lines") + "\n");
    if (more) source.write("c", "type", "oneshot\n").write("c", "up", "sleep 0.05\n");
  }

  private void compile(String database, boolean more) {
    SourceTree source = new SourceTree(world.directory.resolve(database + ".src"));
    sources(source, more);
    World.Answer answer = world.run("s6-rc-compile", path(database), path(database + ".src"));
    assertEquals(0, answer.code(), answer.err());
  }

  @Test
  void whateverIsKilledTheNextCommandGoesOn() throws IOException {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled());
    try (World made = new World(Suite.NATIVE)) {
      world = made;
      world.write(world.directory.resolve("count"), "0\n");
      compile("db1", false);
      compile("db2", true);
      Files.createDirectories(world.directory.resolve("scan"));
      Process scanner = world.start("s6-svscan", "scan");
      Path fifo = world.directory.resolve("scan/.s6-svscan/control");
      world.await("the scanner", () -> Files.exists(fifo));
      World.Answer init =
          world.run("s6-rc-init", "-c", path("db1"), "-l", path("live"), path("scan"));
      assertEquals(0, init.code(), init.err());
      good("change", "a", "b", "daemon");
      int kills = 0;
      for (Instant end = Instant.now().plus(TIME); Instant.now().isBefore(end); kills++)
        round(kills);
      good("change", "a", "b", "daemon");
      check();
      assertTrue(kills > 5, "only " + kills + " rounds");
      good("-Da", "change");
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
    }
  }

  private void good(String... words) {
    World.Answer answer = rc(words);
    assertEquals(0, answer.code(), answer.err() + world.read(world.err()));
  }

  /** One command, killed (or what it needs is) after a moment, and the command again. */
  private void round(int number) {
    boolean update = random.nextInt(3) == 0;
    Process command = update ? update(number) : change(random.nextBoolean());
    pause(random.nextInt(update ? 60 : 250));
    switch (random.nextInt(4)) {
      case 0 -> kill("s6rc-oneshot-runner");
      case 1 -> kill("s6rc-fdholder");
      default -> killed(command.pid());
    }
    world.awaitEnd(command);
    if (update) {
      World.Answer answer = world.run("s6-rc-update", updateLine(number).toArray(String[]::new));
      assertEquals(0, answer.code(), answer.err());
    }
    good("change", "a", "b", "daemon");
    check();
  }

  private List<String> updateLine(int number) {
    return List.of("-b", "-l", path("live"), path(number % 2 == 0 ? "db2" : "db1"));
  }

  private Process update(int number) {
    return world.start("s6-rc-update", updateLine(number).toArray(String[]::new));
  }

  private Process change(boolean up) {
    return world.start("s6-rc", "-l", path("live"), "-b", up ? "-u" : "-d", "change", "prepare");
  }

  private void kill(String service) {
    String pid = world.status("live/servicedirs/" + service, "pid");
    if (!pid.isEmpty()) killed(Long.parseLong(pid));
  }

  private void killed(long pid) {
    if (pid > 1 && World.isAlive(pid)) world.signal("KILL", pid);
  }

  private static void pause(int millis) {
    for (int i = 0; i < millis; i += 20) World.pause();
  }

  private void check() {
    for (String name : List.of("a", "b"))
      assertEquals("true true", world.status("live/servicedirs/" + name, "up,wantedup"));
    assertEquals("", world.read(world.directory.resolve("twice")), "a service ran twice");
    List<String> lines = world.read(world.directory.resolve("lines")).lines().toList();
    for (int i = 0; i < lines.size(); i++)
      assertEquals(String.valueOf(i + 1), lines.get(i), "a line was lost");
  }
}
