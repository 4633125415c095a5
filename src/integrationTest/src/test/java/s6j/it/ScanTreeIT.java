package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import s6j.client.NotReachedException;
import s6j.client.Programs;
import s6j.client.ScanDirectory;
import s6j.client.Service;
import s6j.client.State;
import s6j.junit.Port;
import s6j.junit.RunningTree;
import s6j.junit.ScanTree;
import s6j.junit.Supervised;

/** Trees for the time of a test. */
@ScanTree(
    value = "${s6j.root}/src/integrationTest/src/test/services",
    programs = "${s6j.root}/dist/target/s6j/bin",
    ports = {"WEB_PORT", "OTHER_PORT"})
class ScanTreeIT {
  private static final String SERVICES = "${s6j.root}/src/integrationTest/src/test/services";
  private static final String PROGRAMS = "${s6j.root}/dist/target/s6j/bin";

  private static RunningTree ofClass;

  @BeforeAll
  static void isGivenToAll(RunningTree tree) {
    ofClass = tree;
  }

  @Test
  void servicesAndPortsAreGiven(
      @Supervised("web") Service web,
      @Supervised("web/log") Service log,
      @Port("WEB_PORT") int port,
      @Port("OTHER_PORT") int other,
      ScanDirectory directory) {
    assertEquals(State.READY, web.status().state());
    assertEquals(State.UP, log.status().state());
    assertNotEquals(port, other);
    assertEquals(directory.service("web"), web);
    assertTrue(ofClass.logs().contains("listens at " + port), ofClass.logs());
  }

  @Nested
  class InANestedClass {
    @Test
    void itIsTheSame(RunningTree tree) {
      assertSame(ofClass, tree);
    }
  }

  /** The following are run by tests of this class. */
  @ScanTree(value = SERVICES, programs = PROGRAMS, ports = "WEB_PORT")
  static class Failing {
    static RunningTree seen;

    @Test
    void fails(RunningTree tree) {
      seen = tree;
      throw new IllegalStateException("as it should");
    }

    @Test
    void isGivenNothingThatIsNotThere(@Supervised("none") Service none) {}

    @Test
    void isGivenNoPortThatIsNotThere(@Port("NO_PORT") int none) {}

    @Test
    void isGivenNothingOfAnotherType(@Port("WEB_PORT") String port) {}
  }

  @ScanTree(
      value = SERVICES,
      programs = PROGRAMS,
      waitFor = {"web", "manual"},
      timeoutSeconds = 2)
  static class NeverReady {
    @Test
    void isNotRun() {}
  }

  @ScanTree("nowhere")
  static class Nowhere {
    @Test
    void isNotRun() {}
  }

  @Test
  void aFailureHasTheLogs() {
    TestExecutionSummary summary = run(Failing.class);
    assertEquals(4, summary.getTestsFailedCount());
    String told = told(summary);
    assertTrue(told.contains("as it should"), told);
    assertTrue(told.contains("listens at " + Failing.seen.port("WEB_PORT")), told);
    assertTrue(told.contains("manual: DOWN since"), told);
    assertTrue(told.contains("none: is not there, expected a service"), told);
    assertTrue(told.contains("no port is called NO_PORT, expected one of [WEB_PORT]"), told);
    assertTrue(told.contains("expected int"), told);
    assertNothingIsLeft(Failing.seen);
  }

  @Test
  void aTreeThatIsNeverReadyHasTheLogs() {
    TestExecutionSummary summary = run(NeverReady.class);
    assertEquals(0, summary.getTestsStartedCount());
    String told = told(summary);
    assertTrue(told.contains("manual: waited PT"), told);
    assertTrue(told.contains("listens at"), told);
    told = told(run(Nowhere.class));
    assertTrue(told.contains("nowhere: is not there, expected a tree of services"), told);
  }

  private static TestExecutionSummary run(Class<?> type) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type)).build(),
            listener);
    return listener.getSummary();
  }

  private static String told(TestExecutionSummary summary) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintWriter writer = new PrintWriter(told, true);
    summary.getFailures().forEach(one -> one.getException().printStackTrace(writer));
    return told.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void assertNothingIsLeft(RunningTree tree) {
    Path root = tree.directory().path().getParent();
    assertFalse(Files.exists(root), root.toString());
    assertFalse(tree.scanner().isAlive());
    assertEquals(List.of(), markedWith(root));
  }

  /** Processes that have the tree in their environment. */
  private static List<Long> markedWith(Path root) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> environment(pid).contains("S6J_SCAN_TREE=" + root + "\0"))
        .toList();
  }

  private static String environment(long pid) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException gone) {
      return "";
    }
  }

  /** One that ignores being asked, and has children in sessions of their own. */
  @Test
  void whatDoesNotEndIsKilled() throws Exception {
    Suite suite = Suite.ours().findFirst().orElseThrow();
    try (World world = new World(suite)) {
      world.service(
          "tree/stubborn", "trap '' TERM; (cd /; setsid sleep 1000) & while :; do sleep 1; done");
      RunningTree tree =
          RunningTree.of(world.directory.resolve("tree"))
              .programs(Programs.in(suite.bin()))
              .timeout(World.PATIENCE)
              .start();
      Path root = tree.directory().path().getParent();
      world.await("the child", () -> markedWith(root).size() >= 4);
      tree.close();
      assertNothingIsLeft(tree);
    }
  }

  /** A virtual machine that starts a tree, says where, and waits to be killed. */
  static final class Doomed {
    public static void main(String[] arguments) throws Exception {
      RunningTree tree =
          RunningTree.of(Path.of(arguments[0]))
              .programs(Programs.in(Path.of(arguments[1])))
              .ports("WEB_PORT")
              .start();
      System.out.println(tree.directory().path());
      Thread.sleep(Duration.ofHours(1).toMillis());
    }
  }

  @Test
  void aKilledVirtualMachineLeavesNothing() throws Exception {
    Suite suite = Suite.ours().findFirst().orElseThrow();
    try (World world = new World(suite)) {
      Process doomed =
          world.startCommand(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Doomed.class.getName(),
                  Suite.ROOT.resolve("src/integrationTest/src/test/services").toString(),
                  suite.bin().toString()));
      world.await("the tree", () -> world.read(world.out()).endsWith("tree\n"));
      Path root = Path.of(world.read(world.out()).strip()).getParent();
      assertFalse(markedWith(root).isEmpty());
      doomed.destroyForcibly();
      world.await("the end of all", () -> !Files.exists(root) && markedWith(root).isEmpty());
    }
  }

  @Test
  void aServiceThatGivesUpIsTold() throws Exception {
    Suite suite = Suite.ours().findFirst().orElseThrow();
    try (World world = new World(suite)) {
      Path service = world.service("tree/fails", "echo cannot start >&2; exit 1");
      world.script(service.resolve("finish"), "exit 125");
      world.write(service.resolve("notification-fd"), "3\n");
      try {
        RunningTree.of(world.directory.resolve("tree"))
            .programs(Programs.in(suite.bin()))
            .timeout(Duration.ofSeconds(5))
            .start()
            .close();
        throw new IllegalStateException("it started");
      } catch (AssertionError | NotReachedException told) {
        assertTrue(told.getMessage().contains("cannot start"), told.getMessage());
        assertTrue(told.getMessage().contains("fails: DOWN (exit code 1)"), told.getMessage());
      }
    }
  }
}
