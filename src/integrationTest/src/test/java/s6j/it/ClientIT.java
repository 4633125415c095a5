package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import s6j.client.Listening;
import s6j.client.LiveService;
import s6j.client.LiveSet;
import s6j.client.LogDirectory;
import s6j.client.LogLine;
import s6j.client.NotReachedException;
import s6j.client.NotSupervisedException;
import s6j.client.ProgramException;
import s6j.client.Programs;
import s6j.client.ScanDirectory;
import s6j.client.Service;
import s6j.client.ServiceEvent;
import s6j.client.Signal;
import s6j.client.State;
import s6j.client.Status;
import s6j.junit.RunningTree;

/** The library at trees of real daemons: both of our builds, and Debian's s6. */
class ClientIT {
  private static final Duration LONG = World.PATIENCE;
  private static final Path SERVICES = Suite.ROOT.resolve("src/integrationTest/src/test/services");

  /** And another s6 that -Ds6j.reference=DIR names. */
  static Stream<Suite> daemons() {
    return Suite.DEBIAN.isInstalled() ? Stream.concat(sets(), Stream.of(Suite.DEBIAN)) : sets();
  }

  private static RunningTree.Builder tree(Suite suite) {
    return RunningTree.of(SERVICES)
        .programs(Programs.in(suite.bin()))
        .ports("WEB_PORT")
        .timeout(LONG);
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void servicesAreSeenAndSteered(Suite suite) throws Exception {
    try (RunningTree tree = tree(suite).start()) {
      ScanDirectory directory = tree.directory();
      assertTrue(directory.isWatched());
      assertEquals(
          List.of("manual", "web", "web/log", "worker"),
          directory.services().stream().map(Service::name).toList());
      Service web = directory.service("web");
      Status first = web.status();
      assertEquals(State.READY, first.state());
      assertTrue(isAlive(first));

      Status second = web.restart(LONG);
      assertEquals(State.READY, second.state());
      assertNotEquals(first.pid(), second.pid());
      assertFalse(isAlive(first));
      Status down = web.down(LONG);
      assertEquals(State.DOWN, down.state());
      assertFalse(down.wantedUp());
      assertEquals(OptionalInt.of(0), down.exitCode());
      assertThrows(NotReachedException.class, () -> web.waitFor(State.UP, Duration.ofMillis(200)));
      assertEquals(State.READY, web.up(LONG).state());

      Service manual = directory.service("manual");
      assertEquals(State.DOWN, manual.status().state());
      assertFalse(manual.isNormallyUp());
      manual.once();
      Status once = manual.waitFor(State.UP, LONG);
      assertFalse(once.wantedUp());
      manual.signal(Signal.KILL);
      assertEquals(OptionalInt.of(9), manual.waitFor(State.DOWN, LONG).signal());
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "waited in vain");
      World.pause();
    }
  }

  private static boolean isAlive(Status status) {
    return World.isAlive(status.pid().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void eventsAndLogs(Suite suite) throws Exception {
    try (RunningTree tree = tree(suite).start()) {
      Service web = tree.service("web");
      BlockingQueue<ServiceEvent.Kind> told = new LinkedBlockingQueue<>();
      Instant before = Instant.now().minusSeconds(2);
      try (Listening listening = web.listen(event -> told.add(event.kind()))) {
        assertTrue(listening != null);
        web.restart();
        // A status is written before it is told of: the first run's may still be on its way.
        String kind = next(told);
        if (kind.equals("READY")) kind = next(told);
        assertEquals("DOWN", kind);
        for (String later : List.of("FULLY_DOWN", "UP", "READY")) assertEquals(later, next(told));
      }
      web.signal(Signal.HUP);
      Path main = web.path().resolve("log/main");
      LogDirectory log = LogDirectory.at(main);
      // The logger may still be on its way.
      await(() -> Files.exists(main.resolve("current")) && endsWith(log, "reads"));
      List<LogLine> lines = log.since(before);
      String listens = "listens at " + tree.port("WEB_PORT");
      assertEquals(
          List.of(listens, listens, "reads its configuration"),
          lines.stream().map(LogLine::text).toList());
      try (Stream<Path> left = Files.list(web.path().resolve("event"))) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  private static boolean endsWith(LogDirectory log, String begin) {
    return log.tail(1).stream().anyMatch(line -> line.text().startsWith(begin));
  }

  private static String next(BlockingQueue<ServiceEvent.Kind> told) throws InterruptedException {
    return String.valueOf(told.poll(LONG.toSeconds(), TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void timesOfLogs(Suite suite) {
    try (World world = new World(suite)) {
      for (String stamp : List.of("t", "T", "")) {
        Path log = world.directory.resolve("log" + stamp);
        String line = "echo hello | " + suite.word("s6-log") + " " + stamp + " " + log;
        assertEquals(0, world.shell(line).code());
        LogLine read = LogDirectory.at(log).tail(1).get(0);
        assertEquals("hello", read.text());
        assertEquals(stamp.isEmpty(), read.time().isEmpty());
        Instant now = Instant.now();
        Duration age = Duration.between(read.time().orElse(now), now);
        assertTrue(age.compareTo(LONG) < 0 && age.compareTo(LONG.negated()) > 0, age.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("daemons")
  void servicesComeAndGo(Suite suite) throws Exception {
    try (RunningTree tree = tree(suite).start()) {
      ScanDirectory directory = tree.directory();
      Service late = directory.service("lat\udcffe");
      assertFalse(late.isSupervised());
      Files.createDirectory(late.path());
      run(late.path(), "exit 1");
      run(late.path().resolve("../lat"), "exec sleep 1000");
      Path finish = late.path().resolve("finish");
      Files.writeString(finish, "#!/bin/sh\nexit 125\n");
      executable(finish);
      directory.rescan();
      await(() -> late.isSupervised());
      NotReachedException gaveUp =
          assertThrows(
              NotReachedException.class,
              () -> {
                late.waitFor(State.DOWN, LONG);
                late.up(LONG);
                late.waitFor(State.READY, LONG);
              });
      assertTrue(gaveUp.getMessage().contains("expected"), gaveUp.getMessage());
      Service lat = directory.service("lat");
      await(() -> lat.isSupervised());
      lat.waitFor(State.UP, LONG);

      Thread ending = new Thread(directory::stop);
      ending.start();
      assertThrows(NotSupervisedException.class, () -> lat.waitFor(State.READY, LONG));
      ending.join();
      await(() -> !directory.isWatched());
      assertThrows(NotSupervisedException.class, lat::up);
    }
  }

  private static void run(Path service, String body) throws IOException {
    Files.createDirectories(service.normalize());
    Path run = service.normalize().resolve("run");
    Files.writeString(run, "#!/bin/sh\n" + body + "\n");
    executable(run);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Debian's s6 comes without s6-rc; another one may be named. */
  static Stream<Suite> sets() {
    String named = System.getProperty("s6j.reference", "");
    return named.isEmpty()
        ? Suite.ours()
        : Stream.concat(Suite.ours(), Stream.of(new Suite("reference", Path.of(named))));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void aLiveSet(Suite suite) throws Exception {
    try (World world = new World(suite)) {
      LiveTree tree = new LiveTree(world);
      tree.oneshot("mount").longrun("web", "exec sleep 1000", "mount");
      tree.longrun("app", "exec sleep 1000", "web").bundle("all", List.of("app"));
      tree.source.write("mount", "up", "test -e " + tree.path("allowed") + "\n");
      tree.boot();
      LiveSet set = LiveSet.at(Path.of(tree.path("live"))).with(Programs.in(suite.bin()));
      assertEquals(List.of(), up(set));
      ProgramException refused = assertThrows(ProgramException.class, () -> set.up(LONG, "all"));
      assertEquals(1, refused.exitCode());
      assertEquals(
          "app is not up: it needs mount, which has not been started", set.why("app").reason());
      assertEquals("mount", set.why("app").root());
      world.write(world.directory.resolve("allowed"), "");
      set.up(LONG, "all");
      assertEquals(List.of("app", "mount", "web"), up(set));
      assertTrue(set.why("app").isFine());
      assertEquals(List.of("web"), set.service("app").needs());
      assertEquals(State.UP, set.longrun("web").status().state());
      set.longrun("web").down(LONG);
      assertFalse(set.why("web").isFine());
      assertTrue(
          set.why("web").reason().startsWith("web is not right: it is down since"),
          set.why("web").reason());
      set.longrun("web").up(LONG);
      set.down(LONG, "app");
      assertEquals(List.of("mount", "web"), up(set));
      set.upOnly(LONG);
      assertEquals(List.of(), up(set));
      assertThrows(ProgramException.class, () -> set.up(LONG, "nobody"));
      tree.end();
    }
  }

  private static List<String> up(LiveSet set) {
    List<String> names = new ArrayList<>();
    for (LiveService one : set.services())
      if (one.isUp() && !one.name().startsWith("s6rc-")) names.add(one.name());
    names.sort(null);
    return names;
  }
}
