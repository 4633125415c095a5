package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
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

  /**
   * A script that passes every signal on and is gone with the first: the daemon must hear of TERM,
   * and be gone, before the command ends and before the next one begins.
   */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aScriptThatIsGoneBeforeItsDaemon(Suite suite) {
    try (World world = new World(suite)) {
      Shop shop = new Shop(world);
      Path daemon =
          world.script(
              shop.root.resolve("daemon"),
              "echo $$ >>pids\n"
                  + "trap 'sleep 0.3; echo ended >>ends; exit 0' TERM\n"
                  + "while :; do sleep 0.05; done");
      world.script(
          shop.root.resolve("scripts/shop/run/web"),
          daemon
              + " &\ndaemon=$!\n"
              + "for signal in CONT HUP TERM USR1; do trap \"kill -$signal $daemon; exit 1\" $signal;"
              + " done\nwait");
      shop.run(0, "supervisor-start", "shop", "web");
      for (int starts = 1; starts <= 4; starts++) {
        int count = starts;
        world.await("start " + starts, () -> pids(world).size() == count);
        assertEquals(1, running(world));
        shop.run(0, starts == 4 ? "svc-down" : "svc-restart", "shop", "web");
        assertEquals(starts, world.read(world.directory.resolve("ends")).lines().count());
      }
      assertEquals(0, running(world));
      shop.run(0, "supervisor-shutdown");
    }
  }

  /** A daemon that has ended stays a zombie until process 1 collects it. */
  private static long running(World world) {
    return pids(world).stream()
        .map(pid -> world.read(Path.of("/proc/" + pid + "/stat")))
        .filter(stat -> !stat.isEmpty() && !stat.contains(") Z "))
        .count();
  }

  private static List<Long> pids(World world) {
    return world.read(world.directory.resolve("pids")).lines().map(Long::valueOf).toList();
  }

  /** What has the log open is named; nothing is started beside it; then everything is as before. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void whatAServiceLeaves(Suite suite) {
    try (World world = new World(suite)) {
      Shop shop = new Shop(world);
      world.script(
          shop.root.resolve("scripts/shop/run/web"),
          "setsid sh -c 'echo $$ >>pids; exec sleep 1234' &\nexec sleep 1000");
      shop.run(0, "supervisor-start", "shop", "web");
      world.await("what is left", () -> pids(world).size() == 1);
      long left = pids(world).get(0);
      world.await(
          "its command", () -> world.read(Path.of("/proc/" + left + "/comm")).equals("sleep\n"));
      String named = "process " + left + " (sleep 1234)";
      World.Answer stopped = shop.run(1, "supervisor-stop", "shop", "web");
      assertTrue(stopped.err().contains(named), stopped.err());
      assertEquals(List.of("Warning", "Fatal"), kinds(stopped));
      World.Answer again = shop.run(1, "supervisor-start", "shop", "web");
      assertTrue(again.err().contains(named), again.err());
      assertEquals(List.of("Warning", "Warning", "Fatal"), kinds(again));
      world.signal("KILL", left);
      shop.run(0, "supervisor-start", "shop", "web");
      world.await("what is left of the next", () -> pids(world).size() == 2);
      World.Answer ended = shop.run(1, "supervisor-shutdown");
      assertTrue(ended.err().contains("(sleep 1234)"), ended.err());
      shop.run(0, "supervisor-boot");
      world.await("what is left of the last", () -> pids(world).size() == 3);
      shop.run(1, "supervisor-shutdown");
    }
  }

  /** Somebody else on this tree is told that it is not allowed, whatever the command. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void somebodyElse(Suite suite) {
    try (World world = new World(suite)) {
      Assumptions.assumeTrue(world.shell("id -u").line().equals("0"), "needs root");
      Shop shop = new Shop(world);
      world.shell("chmod 755 .");
      shop.run(0, "supervisor-boot");
      String before = states(shop);
      for (String line :
          List.of(
              "svc-down shop",
              "svc-down shop web",
              "svc-up shop web",
              "svc-restart shop",
              "svc-reload shop web",
              "svc-disable shop web",
              "supervisor-start shop",
              "supervisor-stop shop",
              "supervisor-stop shop web",
              "supervisor-inspect shop",
              "supervisor-list shop running",
              "supervisor-boot",
              "supervisor-shutdown")) {
        World.Answer answer = asNobody(world, shop, line);
        assertEquals(1, answer.code(), line + ": " + answer.out() + answer.err());
        assertTrue(answer.err().startsWith("Fatal: "), line + ": " + answer.err());
        assertTrue(answer.err().endsWith(": Permission denied\n"), line + ": " + answer.err());
        assertEquals("", answer.out(), line);
      }
      assertEquals(before, states(shop));
      shop.run(0, "supervisor-shutdown");
    }
  }

  private static String states(Shop shop) {
    return shop.run(0, "supervisor-inspect", "shop").out().replaceAll("Up: [0-9]+ seconds", "");
  }

  private static World.Answer asNobody(World world, Shop shop, String line) {
    List<String> words = new ArrayList<>(List.of("nobody"));
    List<String> command = List.of(line.split(" "));
    words.add(world.commands.program(command.get(0)));
    words.add("--root=" + shop.root);
    words.addAll(command.subList(1, command.size()));
    return world.run("s6-setuidgid", words.toArray(String[]::new));
  }

  /** One of them starts it, the other finds it so; no message of another program is seen. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void severalStartsAtOnce(Suite suite) {
    try (World world = new World(suite)) {
      Shop shop = new Shop(world);
      String start = suite.word("supervisor-start") + " --root=" + shop.root + " shop & ";
      World.Answer answer = world.shell(start.repeat(4) + "wait");
      assertEquals(
          4,
          answer.err().lines().filter(line -> line.startsWith("Success: ")).count(),
          answer.err());
      assertEquals(
          2, answer.err().lines().filter(line -> line.startsWith("Info: ")).count(), answer.err());
      assertTrue(kinds(answer).stream().allMatch(List.of("Info", "Warning", "Success")::contains));
      assertEquals("db\nweb\n", shop.run(0, "supervisor-list", "shop", "running").out());
      shop.awaitWeb(1);
      shop.run(0, "supervisor-shutdown");
    }
  }

  /** Each service runs as if its own supervisor-start had started it, whoever started s6-svscan. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void surroundingsOfTheStart(Suite suite) {
    try (World world = new World(suite)) {
      Shop shop = new Shop(world);
      world.script(
          shop.root.resolve("scripts/shop/run/web"),
          "echo \"$A,$B,$(pwd),$(umask)\"\nexec sleep 1000");
      String start = suite.word("supervisor-start") + " --root=" + shop.root + " shop ";
      world.shell("A=first B=two " + start + "db");
      world.shell("mkdir here; cd here; umask 027; A=\"it's\" " + start + "web");
      world.await("a line", () -> !shop.log("web").isEmpty());
      String log = shop.log("web");
      assertTrue(log.endsWith("  it's,," + world.directory + "/here,0027\n"), log);
      assertEquals("700", world.mode(Path.of(shop.directory("web"), "run")));
      assertEquals("755", world.mode(shop.root.resolve("system/storage/supervisor/shop/logs/db")));
      shop.run(0, "supervisor-shutdown");
    }
  }
}
