package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sets of services on a real tree. With -Ds6j.reference=DIR, the directory of another s6-rc 0.7,
 * each of the two takes over live directories of the other.
 */
class RcIT {
  private static final int MANY = 200;

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aSetGoesUpAndDownInOrder(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      LiveTree tree = new LiveTree(world);
      tree.oneshot("disk").oneshot("net", "disk").longrun("web", "exec sleep 300", "net");
      tree.oneshot("bad").oneshot("late", "bad").bundle("all", List.of("web", "late"));
      tree.source.write("bad", "up", "sh -c \"exit 7\"\n");
      tree.boot();
      assertEquals(1, tree.rc("change", "all").code());
      assertEquals(List.of("+disk", "+net"), tree.log());
      assertTrue(tree.up().contains("web"));
      assertFalse(tree.up().contains("late"));
      World.Answer why = tree.rc("why", "late");
      assertEquals(1, why.code());
      assertTrue(why.out().startsWith("late is not up: it needs bad"), why.out());
      assertEquals(0, tree.rc("why", "web").code());
      assertTrue(tree.rc("--json", "status", "web").out().contains("\"wantedUp\":true"));
      World.Answer times = tree.rc("times");
      assertTrue(times.out().contains("critical path: s6rc-oneshot-runner "), times.out());
      assertTrue(times.out().lines().anyMatch(line -> line.matches("bad .* failed")));
      tree.good("-d", "change", "disk");
      assertEquals(List.of("+disk", "+net", "-net", "-disk"), tree.log());
      assertEquals(0, tree.rc("diff").code());
      tree.end();
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aPipelineLosesNoLineAcrossAnUpdate(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      LiveTree tree = new LiveTree(world);
      String produce = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done";
      tree.longrun("daemon", produce).longrun("logger", "exec cat >>" + tree.path("lines"));
      tree.source.write("daemon", "producer-for", "logger\n");
      tree.source.write("logger", "consumer-for", "daemon\n");
      tree.boot();
      tree.good("change", "daemon");
      Path lines = world.directory.resolve("lines");
      world.await("lines", () -> world.read(lines).lines().count() > 5);
      String daemon = tree.pid("daemon");
      String logger = tree.pid("logger");
      tree.oneshot("new");
      tree.compile("db2");
      Path old = Files.readSymbolicLink(world.directory.resolve("live"));
      tree.update("db2");
      assertEquals(daemon, tree.pid("daemon"));
      assertEquals(logger, tree.pid("logger"));
      assertNotEquals(old, Files.readSymbolicLink(world.directory.resolve("live")));
      assertFalse(Files.exists(world.directory.resolve(old)));
      tree.good("change", "new");
      world.signal("KILL", Long.parseLong(tree.pid("logger")));
      long before = world.read(lines).lines().count();
      world.await("more lines", () -> world.read(lines).lines().count() > before + 5);
      tree.good("-d", "change", "logger");
      List<String> all = world.read(lines).lines().toList();
      for (int i = 0; i < all.size(); i++) assertEquals(String.valueOf(i + 1), all.get(i));
      tree.end();
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void manyOneshotsFindTheirPlaces(Suite suite) throws IOException {
    Assumptions.assumeTrue(suite == Suite.NATIVE, "a JVM a script takes too long");
    try (World world = new World(suite)) {
      LiveTree tree = new LiveTree(world);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        names.add("s" + i);
        tree.oneshot("s" + i);
      }
      tree.bundle("all", names).boot();
      tree.good("change", "all");
      assertEquals(MANY, tree.log().size());
      assertEquals(MANY + 1, tree.up().size());
      tree.end();
    }
  }

  /** A service that takes no notice of its signal, and of no more than one is told. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aStopThatWasCutShortIsTakenUpByAnUpdate(Suite suite) throws IOException {
    Assumptions.assumeTrue(suite == Suite.NATIVE, "a JVM takes too long for its timeouts");
    try (World world = new World(suite)) {
      LiveTree tree = new LiveTree(world);
      String deaf =
          "trap 'echo told >>%1$s' TERM\necho began >>%1$s\nwhile :; do sleep 0.1; done"
              .formatted(tree.path("log"));
      tree.longrun("deaf", deaf).longrun("l", "exec sleep 300").boot();
      tree.good("change", "deaf", "l");
      world.await("it runs", () -> tree.log().contains("began"));
      assertEquals(2, tree.rc("-t", "500", "-d", "change", "deaf").code());
      assertEquals(0, world.run("s6-svc", "-wD", "-d", tree.path("live/servicedirs/l")).code());
      tree.compile("db2");
      tree.update("db2");
      assertTrue(tree.up().contains("deaf"), "what lives is up");
      assertEquals("false false", world.status("live/servicedirs/l", "up,wantedup"));
      assertEquals(0, tree.rc("-t", "5000", "-u", "change", "deaf").code());
      assertEquals("true true", world.status("live/servicedirs/deaf", "up,wantedup"));
      assertEquals(List.of("began", "told"), tree.log());
      assertEquals(2, tree.rc("-t", "1000", "-Da", "change").code());
      world.signal("KILL", Long.parseLong(tree.pid("deaf")));
      tree.good("-Da", "change");
      tree.end();
    }
  }

  static Stream<Suite.Pairing> takeovers() {
    String directory = System.getProperty("s6j.reference", "");
    if (directory.isEmpty()) return Stream.of(new Suite.Pairing(null, null));
    Suite reference = new Suite("reference", Path.of(directory));
    Suite ours = Suite.ours().findFirst().orElseThrow();
    return Stream.of(new Suite.Pairing(ours, reference), new Suite.Pairing(reference, ours));
  }

  /** One suite boots, the other changes and updates, the first goes on. */
  @ParameterizedTest
  @MethodSource("takeovers")
  void aLiveDirectoryIsTakenOver(Suite.Pairing pairing) throws IOException {
    Assumptions.assumeTrue(pairing.daemons() != null, "no reference given");
    try (World first = new World(pairing.daemons())) {
      LiveTree tree = new LiveTree(first);
      tree.oneshot("a").longrun("l", "exec sleep 300", "a");
      tree.longrun("p", "exec sleep 300").longrun("q", "exec cat");
      tree.source.write("p", "producer-for", "q\n").write("q", "consumer-for", "p\n");
      tree.boot();
      tree.good("change", "l", "p");
      tree.compile("db2");
      String pid = tree.pid("l");
      try (World second = new World(pairing.commands())) {
        String live = tree.path("live");
        assertEquals(
            tree.up(), second.run("s6-rc", "-l", live, "-a", "list").out().lines().toList());
        assertEquals(0, second.run("s6-rc", "-l", live, "diff").code());
        assertEquals(0, second.run("s6-rc-update", "-l", live, tree.path("db2")).code());
        assertEquals(pid, tree.pid("l"));
        assertEquals(0, second.run("s6-rc", "-l", live, "-d", "change", "a").code());
        assertEquals(0, second.run("s6-rc", "-l", live, "-u", "change", "l").code());
      }
      assertEquals(List.of("+a", "-a", "+a"), tree.log());
      assertEquals(0, tree.rc("diff").code());
      pid = tree.pid("l");
      tree.update("db");
      assertEquals(pid, tree.pid("l"));
      tree.good("-Da", "change");
      assertEquals(List.of(), tree.up());
      tree.end();
    }
  }
}
