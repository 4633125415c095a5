package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tree of examples/services, at another port: what definitions have, used together. */
class ExampleServicesIT {
  private static final int CONNECTIONS = 100;
  private static final int RESTARTS = 5;

  private static World world;
  private static LiveTree tree;
  private static Path services;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    world = new World(Suite.ours().findFirst().orElseThrow());
    services = world.directory.resolve("src");
    Path example = Suite.ROOT.resolve("examples/services");
    world.runCommand(List.of("cp", "-r", example.toString(), services.toString()));
    for (String left : List.of(".state", ".run"))
      if (Files.exists(services.resolve(left))) PathUtils.deleteDirectory(services.resolve(left));
    port = freePort();
    world.write(services.resolve("web.toml.d/port.toml"), other());
    tree = new LiveTree(world);
    tree.boot();
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /** Each test finds the tree as it is after a boot. */
  @BeforeEach
  void startAll() {
    tree.good("-p", "change", "default");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** An override, as somebody would write it whose port 8480 is taken. */
  private static String other() {
    String address = "127.0.0.1:" + port;
    String url = "http://" + address + "/";
    return """
        listen = { sockets = ["tcp:%s"] }
        readiness = { http = "%s" }
        health = { http = "%s", tcp = "%s" }
        """
        .formatted(address, url, url, address);
  }

  /** The last line of what web answers. */
  private static String page(String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] all = socket.getInputStream().readAllBytes();
      return new String(all, StandardCharsets.US_ASCII).replaceFirst("(?s).*\r\n\r\n", "").strip();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static World.Answer s6(String... words) {
    List<String> line = new ArrayList<>(List.of("-l", tree.path("live"), "-s", tree.path("scan")));
    line.addAll(List.of(words));
    return world.run("s6", line.toArray(String[]::new));
  }

  private static void good(World.Answer answer) {
    assertEquals(0, answer.code(), answer.out() + answer.err());
  }

  private static String state(String file) {
    return world.read(services.resolve(".state").resolve(file));
  }

  private static String status(String service, String fields) {
    return world.status("live/servicedirs/" + service, fields);
  }

  private static Set<String> up() {
    return new TreeSet<>(tree.up());
  }

  /** What may fail fails, and the others are up; what stays needs of web goes along with it. */
  @Test
  void orderWithoutNeedAndNeedWithoutDeath() {
    assertFalse(up().contains("fetch"));
    assertEquals("no news", page("/news"));
    world.write(services.resolve("news.txt"), "all is well\n");
    String cache = tree.pid("cache");
    good(s6("restart", "web"));
    assertTrue(up().containsAll(Set.of("fetch", "web", "cache")), up().toString());
    assertNotEquals(cache, tree.pid("cache"));
    assertEquals("all is well", page("/news"));

    tree.good("-u", "change", "maintenance");
    assertTrue(up().contains("maintenance"));
    assertFalse(up().contains("web") || up().contains("cache"), up().toString());
    String why = s6("why", "web").out();
    assertTrue(why.contains("conflicts with maintenance, which is up"), why);
    tree.good("-u", "change", "web");
    assertFalse(up().contains("maintenance"));
    services.resolve("news.txt").toFile().delete();
    tree.good("-d", "change", "fetch");
  }

  @Test
  void nothingOfTheSpiderIsLeft() {
    long leg = Long.parseLong(state("spider.leg").strip());
    assertTrue(World.isAlive(leg));
    tree.good("-d", "change", "spider");
    assertFalse(World.isAlive(leg));
  }

  @Test
  void theVaultSeesLittle() {
    Assumptions.assumeTrue(Seclusion.isRoot(), "not root");
    World.Answer walls = world.shell("s6-confine -N -r / -w /proc true");
    Assumptions.assumeTrue(walls.code() == 0, "walls are refused: " + walls.err());
    tree.good("-u", "change", "vault");
    assertEquals(
        """
        cannot write to /etc
        NoNewPrivs:\t1
        CapEff:\t0000000000000000
        network: lo
        no /boot
        """,
        state("vault"));
  }

  @Test
  void theReportIsWrittenWhenItIsDue() {
    world.await("a report", () -> state("reports").lines().count() >= 1);
    String timers = world.run("s6-timerstat", "live/servicedirs/timerd").out();
    assertTrue(timers.matches("report: waits, next \\S+ 04:00:0\\d, last 2\\S+ \\S+\n"), timers);
    String status = s6("status", "report").out();
    assertTrue(status.matches("(?s).*next \\S+ 04:00:0\\d, last 2\\S+ \\S+\n"), status);
    String json = s6("status", "--json", "report").out();
    assertTrue(json.contains("\"timer\":{\"state\":\"waits\",\"next\":"), json);
  }

  @Test
  void nobodyIsRefusedWhileTheWebIsRestarted() {
    Set<String> servers = new TreeSet<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      if (i % (CONNECTIONS / RESTARTS) == 1)
        good(world.run("s6-svc", "-r", "live/servicedirs/web"));
      String server = page("/server");
      assertTrue(server.matches("\\d+"), server);
      servers.add(server);
    }
    assertTrue(servers.size() > 1, servers.toString());
    String before = tree.pid("web-sockets");
    good(s6("restart", "web"));
    assertEquals(before, tree.pid("web-sockets"));
  }

  @Test
  void aWebThatDoesNotAnswerIsUnhealthy() {
    world.awaitStatus("live/servicedirs/web", "ready,healthy", "true true");
    assertEquals(0, world.run("s6-rc", "-l", "live", "healthy").code());
    Path answer = services.resolve("answer");
    String text = world.read(answer);
    String pid = tree.pid("web");
    world.write(answer, text.replace("200 OK", "500 Out of order"));
    world.await("a restart", () -> !tree.pid("web").equals(pid));
    world.write(answer, text);
    world.awaitStatus("live/servicedirs/web", "ready,healthy", "true true");
  }

  @Test
  void theFeedTellsOfItself() {
    Assumptions.assumeTrue(world.shell("command -v perl").code() == 0, "feed is skipped: no perl");
    assertEquals("true", status("feed", "ready"));
    String told = s6("status", "feed").out();
    assertTrue(told.contains("has no news"), told);
    String json = s6("status", "--json", "feed").out();
    assertTrue(json.contains("has no news"), json);
  }

  @Test
  void anOverrideIsShownWithWhereItIsFrom() {
    String all = world.run("s6j", "explain", "web", "src").out();
    assertTrue(all.contains("GREETING = \"good day\"  # src/web.toml.d/local.toml:"), all);
    assertTrue(all.contains("policy = \"always\"  # src/.daemon:"), all);
    assertTrue(all.contains("tags = [\"front\"]  # src/web.toml.d/local.toml:"), all);
    assertEquals("good day", page("/"));
  }

  @Test
  void workersAreScaledAndRestartedOneByOne() {
    assertEquals("worker=2/5\n", s6("scale").out());
    good(s6("scale", "worker=4"));
    assertTrue(up().containsAll(Set.of("worker@1", "worker@4")), up().toString());
    String first = tree.pid("worker@1");
    services.resolve(".state/workers").toFile().delete();
    good(s6("restart", "--rolling=1", "worker"));
    assertEquals("1\n2\n3\n4\n", state("workers"));
    assertNotEquals(first, tree.pid("worker@1"));
    good(s6("scale", "worker=2"));
    assertFalse(up().contains("worker@3"));
  }
}
