package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree that README shows does what README says. */
class ExampleScandirIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void theTourOfTheReadme(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      int port = freePort();
      Path tree = copyOfTheExample(world, port);
      Process svscan = world.start("svscan", tree.toString());

      world.awaitStatus("scandir/web", "up", "true");
      world.await("a page", () -> page(port).contains("supervised web server"));
      world.awaitStatus("scandir/clock", "up,ready", "true true");
      world.awaitStatus("scandir/broken", "up,wantedup,exitcode", "false false 1");
      assertEquals("down (not started yet)", world.run("svstat", "scandir/manual").line());

      assertEquals(0, world.run("svc", "-wd", "-d", "scandir/web").code());
      assertEquals("", page(port));
      assertEquals(0, world.run("svc", "-wu", "-u", "scandir/web").code());
      world.await("the page again", () -> page(port).contains("supervised web server"));
      world.signal("KILL", Long.parseLong(world.status("scandir/web", "pid")));
      world.await("the page once more", () -> page(port).contains("supervised web server"));

      Path current = tree.resolve("web/log/main/current");
      world.await("a stamped line", () -> world.read(current).contains(" serving http://"));
      assertTrue(world.read(current).startsWith("@4000"), world.read(current));

      List<Long> supervisors = world.children(svscan.pid());
      assertEquals(5, supervisors.size());
      world.signal("KILL", supervisors.get(0));
      world.await("five supervisors again", () -> isWhole(world, svscan, supervisors));

      assertEquals(0, world.run("svscanctl", "-t", tree.toString()).code());
      assertEquals(0, world.awaitEnd(svscan));
    }
  }

  private static boolean isWhole(World world, Process svscan, List<Long> before) {
    List<Long> now =
        world.children(svscan.pid()).stream().filter(pid -> isSupervisor(world, pid)).toList();
    return now.size() == 5 && !now.contains(before.get(0));
  }

  /** What a dead supervisor left is a child too, until its next one ends it. */
  private static boolean isSupervisor(World world, long pid) {
    return world.read(Path.of("/proc/" + pid + "/cmdline")).matches("(?s).*supervise\0.*");
  }

  private static Path copyOfTheExample(World world, int port) throws IOException {
    Path tree = world.directory.resolve("scandir");
    Path example = Suite.ROOT.resolve("examples/scandir");
    world.runCommand(List.of("cp", "-r", example.toString(), tree.toString()));
    // A tree that somebody ran in place has left these behind.
    for (String left : new String[] {".s6-svscan", "web/log/main"})
      if (tree.resolve(left).toFile().exists()) PathUtils.deleteDirectory(tree.resolve(left));
    world.write(tree.resolve("web/data/port"), port + "\n");
    return tree;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
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
