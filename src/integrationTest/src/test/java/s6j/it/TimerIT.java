package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The daemon that starts what is due. */
class TimerIT {
  private static long lines(World world, String file) {
    return world.read(world.directory.resolve(file)).lines().count();
  }

  private static void timer(World world, String name, String... lines) {
    world.write(world.directory.resolve("timers/" + name), String.join("\n", lines) + "\n");
  }

  /** It runs as a service, down until it is due. */
  private static void supervise(World world, String name, String run) {
    world.service(name, run);
    world.write(world.directory.resolve(name + "/down"), "");
    world.start("s6-supervise", name);
    world.await("supervised", () -> world.run("s6-svok", name).code() == 0);
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void servicesAreStartedWhenTheyAreDue(Suite suite) {
    try (World world = new World(suite)) {
      supervise(world, "often", "echo run >>runs");
      supervise(world, "long", "echo run >>runs\nexec sleep 1000");
      supervise(world, "later", "echo run >>runs");
      timer(world, "often", "calendar *:*:*", "once often");
      timer(world, "long", "every 1s", "queue", "once long");
      timer(world, "later", "calendar 2200-01-01", "once later");
      timer(world, "bad", "calendar Mun", "once later");
      world.write(world.directory.resolve("self/supervise/.keep"), "");
      Process daemon =
          world.start("s6-timerd", "-s", "stamps", "-f", "self/supervise/timers", "timers");
      world.await("some runs", () -> lines(world, "often/runs") >= 3);
      world.await("a run", () -> lines(world, "long/runs") == 1);
      world.await("queued", () -> state(world).contains("long: queues"));
      assertTrue(state(world).contains("later: waits, next 2200-01-01 00:00:00, last never"));
      world.run("s6-svc", "-t", "long");
      world.await("the next run", () -> lines(world, "long/runs") == 2);
      assertEquals(0, lines(world, "later/runs"));
      assertTrue(world.read(world.err()).contains("timers/bad:1: no weekday: Mun"));
      world.signal("TERM", daemon.pid());
      assertEquals(0, world.awaitEnd(daemon));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aFileThatComesStartsAService(Suite suite) {
    try (World world = new World(suite)) {
      supervise(world, "job", "echo run >>runs\nrm ../in/there/now");
      timer(world, "job", "exists " + world.directory.resolve("in/there/now"), "once job");
      Path status = world.directory.resolve("status");
      world.start("s6-timerd", "-f", "status", "timers");
      world.await("it waits", () -> world.read(status).contains("waits"));
      world.write(world.directory.resolve("in/there/now"), "");
      world.await("a run", () -> lines(world, "job/runs") == 1);
      world.await("it waits", () -> world.read(status).contains("waits"));
      world.write(world.directory.resolve("in/there/now"), "");
      world.await("another run", () -> lines(world, "job/runs") == 2);
    }
  }

  private static String state(World world) {
    return world.run("s6-timerstat", "self").out();
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void whatWasMissedIsMadeUpFor(Suite suite) {
    try (World world = new World(suite)) {
      supervise(world, "job", "echo run >>runs");
      timer(world, "job", "calendar *-*-* 00:00:00", "persistent", "once job");
      Path stamp = world.directory.resolve("stamps/job");
      Path status = world.directory.resolve("status");
      world.write(stamp, "");
      world.shell("touch -d '2 days ago' " + stamp);
      String[] line = {"-s", "stamps", "-f", "status", "timers"};
      Process daemon = world.start("s6-timerd", line);
      world.await("a run", () -> lines(world, "job/runs") == 1);
      world.signal("TERM", daemon.pid());
      assertEquals(0, world.awaitEnd(daemon));
      world.start("s6-timerd", line);
      world.await("it waits", () -> world.read(status).contains("waits"));
      assertEquals(1, lines(world, "job/runs"));
    }
  }
}
