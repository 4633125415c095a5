package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import s6j.client.Programs;
import s6j.client.Service;
import s6j.client.State;
import s6j.junit.RunningTree;

/** The tree that README shows does what README says. */
class ExampleScandirIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void theTourOfTheReadme(Suite suite) throws Exception {
    try (World world = new World(suite);
        RunningTree tree = start(suite)) {
      int port = tree.port("WEB_PORT");
      Service web = tree.service("web");
      Service broken = tree.service("broken");
      world.await("a page", () -> page(port).contains("supervised web server"));
      assertEquals(State.READY, tree.service("clock").status().state());
      world.await("it gives up", () -> !broken.status().wantedUp());
      assertEquals(OptionalInt.of(1), broken.status().exitCode());
      String manual = tree.service("manual").path().toString();
      assertEquals("down (not started yet)", world.run("svstat", manual).line());

      String path = web.path().toString();
      assertEquals(0, world.run("svc", "-wd", "-d", path).code());
      assertEquals("", page(port));
      assertEquals(0, world.run("svc", "-wu", "-u", path).code());
      world.await("the page again", () -> page(port).contains("supervised web server"));
      world.signal("KILL", web.status().pid().orElseThrow());
      world.await("the page once more", () -> page(port).contains("supervised web server"));

      Path current = web.path().resolve("log/main/current");
      world.await("a stamped line", () -> world.read(current).contains(" serving http://"));
      assertTrue(world.read(current).startsWith("@4000"), world.read(current));

      List<Long> supervisors = world.children(tree.scanner().pid());
      assertEquals(5, supervisors.size());
      world.signal("KILL", supervisors.get(0));
      world.await("five supervisors again", () -> isWhole(world, tree, supervisors));

      assertEquals(0, world.run("svscanctl", "-t", tree.directory().path().toString()).code());
      world.await("the end", () -> !tree.scanner().isAlive());
    }
  }

  private static RunningTree start(Suite suite) throws InterruptedException {
    return RunningTree.of(Suite.ROOT.resolve("examples/scandir"))
        .programs(Programs.in(suite.bin()))
        .ports("WEB_PORT")
        .waitFor("web", "web/log", "clock")
        .timeout(World.PATIENCE)
        .start();
  }

  private static boolean isWhole(World world, RunningTree tree, List<Long> before) {
    List<Long> now =
        world.children(tree.scanner().pid()).stream()
            .filter(pid -> isSupervisor(world, pid))
            .toList();
    return now.size() == 5 && !now.contains(before.get(0));
  }

  /** What a dead supervisor left is a child too, until its next one ends it. */
  private static boolean isSupervisor(World world, long pid) {
    return world.read(Path.of("/proc/" + pid + "/cmdline")).matches("(?s).*supervise\0.*");
  }

  /** What the server answers, empty if it does not. */
  private static String page(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
      connection.setReadTimeout(5000);
      try (var body = connection.getInputStream()) {
        return new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      }
    } catch (java.net.SocketException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
