package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages of services, from boot to shutdown: one healthy service, one held down. */
class PackagesIT {
  private static final String INSPECTED =
      """

      Package 'shop':
        Service 'db':
          Status: Up
          Up: N seconds, Restarts: 0
          Attributes: watched, running, expected
          Service PID: N, Supervisor PID: N
        Service 'web':
          Status: Down
          Up: 0 seconds, Restarts: 2
          Attributes: watched, down
          Service PID: None, Supervisor PID: N

      """;

  /** A root with the package shop. */
  private static final class Shop {
    final World world;
    final Path root;

    Shop(World world) {
      this.world = world;
      root = world.directory.resolve("root");
      world.script(root.resolve("scripts/shop/run/db"), "echo db serves\nexec sleep 1000");
      world.script(root.resolve("scripts/shop/run/web"), "echo web serves\nexec sleep 1000");
      world.script(root.resolve("scripts/shop/postrun/web"), "echo hooked >>" + root + "/hook");
      world.write(root.resolve("scripts/shop/start"), "");
    }

    World.Answer run(String program, String... words) {
      List<String> line = new ArrayList<>(List.of("--root=" + root));
      line.addAll(List.of(words));
      return world.run(program, line.toArray(String[]::new));
    }

    /** Runs a command that has to answer this code. */
    World.Answer run(int code, String program, String... words) {
      World.Answer answer = run(program, words);
      assertEquals(code, answer.code(), program + List.of(words) + " said " + answer.err());
      return answer;
    }

    String inspected() {
      return run(0, "supervisor-inspect", "shop")
          .out()
          .replaceAll("Up: [1-9][0-9]* sec", "Up: N sec")
          .replaceAll("PID: [0-9]+", "PID: N");
    }

    String log(String service) {
      return world.read(root.resolve("system/storage/supervisor/shop/logs/" + service + ".log"));
    }

    /** It is up before its script has done anything. */
    void awaitWeb(int times) {
      world.await("start " + times, () -> log("web").lines().count() == times);
    }

    String state(String file) {
      return world.read(root.resolve("run/supervisor/shop/" + file)).strip();
    }

    String directory(String service) {
      return root.resolve("run/supervisor/.directories/shop:" + service).toString();
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void oneHealthyAndOneHeldDown(Suite suite) {
    try (World world = new World(suite)) {
      Shop shop = new Shop(world);
      shop.run(0, "supervisor-boot");
      shop.awaitWeb(1);
      shop.run(0, "svc-restart", "shop", "web");
      shop.awaitWeb(2);
      shop.run(0, "svc-restart", "shop", "web");
      shop.awaitWeb(3);
      shop.run(0, "svc-down", "shop", "web");
      world.await("a second", () -> !shop.inspected().contains("Up: 0 seconds, Restarts: 0"));
      assertEquals(INSPECTED, shop.inspected());
      assertEquals("web\n", shop.run(0, "supervisor-list", "shop", "down").out());
      assertEquals("web\n", shop.run(0, "supervisor-list", "shop", "unexpected").out());
      downAgain(shop);
      world.await("lines of both", () -> shop.log("db").contains("  db serves\n"));
      world.await(
          "hooks", () -> world.read(shop.root.resolve("hook")).equals("hooked\n".repeat(3)));
      shutdown(shop);
    }
  }

  private void downAgain(Shop shop) {
    World.Answer named = shop.run(1, "svc-down", "shop", "web");
    assertEquals(List.of("Warning", "Fatal"), kinds(named));
    World.Answer all = shop.run(0, "svc-down", "shop");
    assertEquals(List.of("Info", "Warning", "Success"), kinds(all));
    assertTrue(all.err().contains("skipping"), all.err());
  }

  private static List<String> kinds(World.Answer answer) {
    return answer.err().lines().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  private void shutdown(Shop shop) {
    shop.run(0, "supervisor-shutdown");
    assertTrue(shop.run(0, "supervisor-inspect").out().contains("Status: Down"));
    assertEquals("", shop.run(0, "supervisor-list", "shop", "watched").out());
  }

  /** A service is really gone when it is said to be, and a mark outlives the tree. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void disabledForGood(Suite suite) {
    try (World world = new World(suite)) {
      Shop shop = new Shop(world);
      shop.run(0, "supervisor-start", "shop", "web");
      // The run script writes it when it is up already.
      world.await("its pid", () -> !shop.state("web.pid").isEmpty());
      long pid = Long.parseLong(shop.state("web.pid"));
      assertEquals("true", world.status(shop.directory("web"), "up"));
      assertTrue(World.isAlive(pid));
      shop.run(0, "svc-disable", "shop", "web");
      assertFalse(World.isAlive(pid));
      shop.run(1, "svc-disable", "shop", "web");
      shop.run(0, "supervisor-shutdown");
      shop.run(0, "supervisor-boot");
      assertEquals("db\n", shop.run(0, "supervisor-list", "shop", "running").out());
      assertEquals("web\n", shop.run(0, "supervisor-list", "shop", "disabled").out());
      shop.run(1, "svc-up", "shop", "web");
      shop.run(0, "svc-up", "-f", "shop", "web");
      assertEquals("db\nweb\n", shop.run(0, "supervisor-list", "shop", "running").out());
      shop.run(0, "supervisor-shutdown");
    }
  }

  /** A service that dies is started again, and one that ignores HUP goes on. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void deathAndReload(Suite suite) throws Exception {
    try (World world = new World(suite)) {
      Shop shop = new Shop(world);
      world.script(
          shop.root.resolve("scripts/shop/run/db"),
          "trap 'echo reads its settings' HUP\necho db serves\nwhile :; do sleep 0.1; done");
      shop.run(0, "supervisor-start", "shop");
      world.await("the trap", () -> shop.log("db").contains("serves"));
      assertTrue(shop.run(0, "svc-reload", "shop", "db").err().contains("is a shell"));
      world.await("a reload", () -> shop.log("db").contains("reads its settings"));
      long first = Long.parseLong(shop.state("db.pid"));
      world.signal("KILL", first);
      world.await("another start", () -> shop.state("db.generation").equals("2"));
      assertTrue(shop.run(0, "supervisor-inspect", "shop").out().contains("Restarts: 1"));
      assertTrue(
          Files.isSymbolicLink(shop.root.resolve("system/storage/supervisor/shop/logs/db.log")));
      shop.run(0, "supervisor-stop", "shop");
      shop.run(0, "supervisor-shutdown");
    }
  }
}
