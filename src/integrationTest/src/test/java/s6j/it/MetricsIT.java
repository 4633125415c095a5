package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Figures of real trees, judged by parsers that are not ours, and what asks for them. */
class MetricsIT {
  private static final Path EXAMPLE = Suite.ROOT.resolve("examples/monitoring");
  private static final Pattern FAMILY = Pattern.compile("\\bs6_[a-z0-9_]+");

  private static final String PARSER =
      "import sys\n"
          + "from prometheus_client.openmetrics.parser import text_string_to_metric_families\n"
          + "for f in text_string_to_metric_families(open(sys.argv[1], newline='').read()):\n"
          + "  for s in f.samples: print(s.name, repr(s.labels.get('service')), s.value)\n";

  /** A tree with names that need escaping, a logger, and a service that ends again and again. */
  private static void tree(World world) {
    for (String name : new String[] {"scan/q\"b\\", "scan/<b>", "scan/new\nline", "scan/web"})
      world.service(name, "echo x; exec sleep 1000");
    world.service("scan/web/log", "exec " + world.daemons.word("s6-log") + " t n3 ./main");
    world.service("scan/crash", "exit 3");
    world.shell("d=scan/$(printf '\\377'); mkdir $d; cp scan/web/run $d");
    world.start("s6-svscan", "scan");
    world.awaitStatus("scan/web", "up", "true");
    world.awaitStatus("scan/web/log", "up", "true");
    world.await("a log", () -> world.shell("test -s scan/web/log/main/current").code() == 0);
    world.await(
        "a death", () -> world.shell("test -s scan/crash/supervise/death_tally").code() == 0);
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void othersReadTheFigures(Suite suite) {
    try (World world = new World(suite)) {
      tree(world);
      world.await("all up", () -> world.run("s6-metrics", "scan").out().contains("b>\"} 1"));
      assertEquals(0, world.run("s6-metrics", "-f", "openmetrics", "-o", "om", "scan").code());
      assertEquals(0, world.run("s6-metrics", "-o", "text", "scan").code());
      assertTrue(world.read(world.directory.resolve("om")).contains("s6_log_bytes{"));
      world.write(world.directory.resolve("parse"), PARSER);
      if (world.shell("/usr/bin/python3 -c 'import prometheus_client'").code() == 0) {
        World.Answer parsed = world.shell("/usr/bin/python3 parse om");
        assertEquals(0, parsed.code(), parsed.err());
        for (String name : new String[] {"'q\"b\\\\'", "'<b>'", "'new\\nline'", "'\\\\xff'"})
          assertTrue(parsed.out().contains("s6_service_up " + name + " "), parsed.out());
      }
      if (world.shell("promtool --version").code() == 0) {
        World.Answer checked = world.shell("promtool check metrics <text");
        assertEquals(0, checked.code(), checked.err() + checked.out());
      }
    }
  }

  private static String count(World world) {
    String text = world.run("s6-metrics", "-k", "counts", "scan").out();
    Matcher found = Pattern.compile("deaths_total\\{service=\"crash\"} (\\d+)").matcher(text);
    return found.find() ? found.group(1) : text;
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void countsOutliveSupervisors(Suite suite) {
    try (World world = new World(suite)) {
      world.service("scan/crash", "exit 3");
      world.start("s6-svscan", "scan");
      world.await("a count", () -> count(world).matches("[1-9]\\d*"));
      int before = Integer.parseInt(count(world));
      // As a supervisor of s6 does that takes the place of a killed one.
      world.run("s6-svdt-clear", "scan/crash");
      world.await("more", () -> Integer.parseInt(count(world)) > before);
    }
  }

  private static String ask(Path socket, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return new String(answer, StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void requestsAreAnswered(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      world.service("scan/web", "exec sleep 1000");
      String bin = world.daemons.word("s6-metricsd");
      Path socket = world.directory.resolve("s");
      world.start(
          "s6-listend", "-l", "unix:" + socket, "sh", "-c", "exec " + bin + " -t 3000 scan");
      world.await("it listens", () -> Files.exists(socket));
      String text = ask(socket, "GET /metrics HTTP/1.1\r\n\r\n");
      assertTrue(
          text.startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4"), text);
      String body = text.substring(text.indexOf("\r\n\r\n") + 4);
      assertTrue(text.contains("Content-Length: " + body.length() + "\r\n"), text);
      String accept = "GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text\r\n\r\n";
      assertTrue(ask(socket, accept).endsWith("# EOF\n"));
      assertTrue(ask(socket, "GET /../scan HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 404"));
      assertTrue(ask(socket, "POST /metrics HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 405"));
      assertTrue(ask(socket, "x\n\n").startsWith("HTTP/1.1 400"));
      assertTrue(ask(socket, "GET /" + "x".repeat(8187)).startsWith("HTTP/1.1 431"));
      assertTrue(ask(socket, "GET /metrics HTTP/1.1\r\n").startsWith("HTTP/1.1 408"));
    }
  }

  /** What is asked for in the examples is what is told. */
  @Test
  void rulesAndDashboardAskForWhatIsThere() throws IOException {
    String page = Files.readString(Suite.ROOT.resolve("docs/programs/s6-metrics.md"));
    TreeSet<String> asked = new TreeSet<>();
    Map<?, ?> rules = new Yaml().load(Files.readString(EXAMPLE.resolve("alerts.yml")));
    for (Object group : (Iterable<?>) rules.get("groups"))
      for (Object rule : (Iterable<?>) ((Map<?, ?>) group).get("rules")) {
        Map<?, ?> one = (Map<?, ?>) rule;
        assertTrue(((Map<?, ?>) one.get("annotations")).containsKey("summary"), one.toString());
        FAMILY.matcher((String) one.get("expr")).results().forEach(m -> asked.add(m.group()));
      }
    Map<?, ?> main = new Yaml().load(Files.readString(EXAMPLE.resolve("prometheus.yml")));
    assertEquals("[alerts.yml]", main.get("rule_files").toString());
    String text = Files.readString(EXAMPLE.resolve("dashboard.json"));
    TreeSet<Integer> numbers = new TreeSet<>();
    for (JsonElement panel :
        JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("panels")) {
      assertTrue(numbers.add(panel.getAsJsonObject().get("id").getAsInt()));
      assertTrue(panel.getAsJsonObject().has("gridPos"));
      for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets"))
        FAMILY
            .matcher(target.getAsJsonObject().get("expr").getAsString())
            .results()
            .forEach(m -> asked.add(m.group()));
    }
    assertFalse(asked.size() < 12, asked.toString());
    for (String name : asked) assertTrue(page.contains("`" + name + "`"), name);
  }

  @Test
  void promtoolPassesTheRules() {
    try (World world = new World(Suite.NATIVE)) {
      assumeTrue(world.shell("promtool --version").code() == 0, "promtool is not installed");
      World.Answer rules = world.shell("promtool check rules " + EXAMPLE.resolve("alerts.yml"));
      assertEquals(0, rules.code(), rules.err());
      World.Answer all = world.shell("promtool check config " + EXAMPLE.resolve("prometheus.yml"));
      assertEquals(0, all.code(), all.err());
    }
  }
}
