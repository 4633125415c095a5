package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Live directories, supervisors, pipe holders and oneshot runners of one suite in the hands of
 * another. -Ds6j.reference=DIR names the programs of s6 2.15 and s6-rc 0.7.
 */
class TakeoverIT {
  /** What is done, by both in turn; {@code update NAME} is s6-rc-update. */
  private static final List<String> STEPS =
      List.of(
          "change all",
          "-d change a",
          "-u change l",
          "update db2",
          "change fresh",
          "-p change p",
          "-d -a change",
          "change all",
          "update db",
          "-d change worse",
          "stop sick",
          "-u -a -p change a",
          "-v0 change bad",
          "update db2",
          "-D -a change",
          "start l");

  private static Suite reference() {
    String directory = System.getProperty("s6j.reference", "");
    return directory.isEmpty() ? null : new Suite("reference", Path.of(directory));
  }

  private static Suite ours() {
    return Suite.ours().findFirst().orElseThrow();
  }

  /** Each of the two with the other; one pair without names if there is no reference. */
  static Stream<Suite.Pairing> pairings() {
    if (reference() == null) return Stream.of(new Suite.Pairing(null, null));
    return Stream.of(
        new Suite.Pairing(ours(), reference()), new Suite.Pairing(reference(), ours()));
  }

  /** Services of all kinds and fates. */
  private static LiveTree tree(World world) throws IOException {
    LiveTree tree = new LiveTree(world);
    tree.oneshot("a").oneshot("bad").oneshot("afterbad", "bad").oneshot("worse");
    tree.source.write("bad", "up", "sh -c \"exit 3\"\n");
    tree.source.write("worse", "down", "sh -c \"exit 4\"\n");
    tree.longrun("l", "exec sleep 300", "a");
    tree.longrun("essential", "exec sleep 300").source.write("essential", "flag-essential", "");
    tree.longrun("ready", "echo >&3; exec 3>&-; exec sleep 300", "l");
    tree.source.write("ready", "notification-fd", "3\n");
    tree.longrun("sick", "exit 1").source.write("sick", "finish", "#!/bin/sh\nexit 125\n");
    tree.source.write("sick", "notification-fd", "3\n");
    tree.longrun("p", "while echo line; do sleep 0.1; done");
    tree.longrun("q", "exec cat >>" + tree.path("lines"));
    tree.source.write("p", "producer-for", "q\n").write("q", "consumer-for", "p\n");
    tree.bundle("all", List.of("afterbad", "worse", "ready", "essential", "sick", "p"));
    tree.boot();
    // Numbers change, something is new, something is gone.
    tree.oneshot("aa", "a").longrun("fresh", "exec sleep 300", "aa");
    tree.source.write("afterbad", "up", "true\n");
    tree.bundle("all", List.of("worse", "ready", "fresh", "p"));
    tree.compile("db2");
    return tree;
  }

  private static String did(World world, LiveTree tree, String step) throws IOException {
    String[] words = step.split(" ");
    String live = tree.path("live");
    World.Answer answer;
    if (words[0].equals("update")) {
      answer = world.run("s6-rc-update", "-l", live, tree.path(words[1]));
    } else {
      String[] line =
          Stream.concat(Stream.of("-l", live), Arrays.stream(words)).toArray(String[]::new);
      answer = world.run("s6-rc", line);
    }
    byte[] state = Files.readAllBytes(Path.of(live, "state"));
    int difference = world.run("s6-rc", "-l", live, "diff").code();
    List<String> up = world.run("s6-rc", "-l", live, "-a", "list").out().lines().toList();
    return step + ": " + answer.code() + " " + Arrays.toString(state) + " " + difference + up;
  }

  /** The log without what depends on nothing else. */
  private static List<String> orderedLog(LiveTree tree) {
    return tree.log().stream().filter(line -> !line.contains("worse")).toList();
  }

  /** The same steps, by the reference alone and by both in turn. */
  @ParameterizedTest
  @MethodSource("pairings")
  void everyStateIsTakenOver(Suite.Pairing pairing) throws IOException {
    Assumptions.assumeTrue(pairing.daemons() != null, "no reference given");
    try (World alone = new World(reference());
        World first = new World(pairing.daemons());
        World second = new World(pairing.commands())) {
      LiveTree expected = tree(alone);
      LiveTree tree = tree(first);
      for (int i = 0; i < STEPS.size(); i++)
        assertEquals(
            did(alone, expected, STEPS.get(i)),
            did(i % 2 == 0 ? second : first, tree, STEPS.get(i)));
      assertEquals(orderedLog(expected), orderedLog(tree));
      tree.end();
      expected.end();
    }
  }

  /** Scripts compiled by one run its filler and runner, with the holder and server of the other. */
  @ParameterizedTest
  @MethodSource("pairings")
  void holderAndRunnerServeTheOther(Suite.Pairing pairing) throws IOException {
    Assumptions.assumeTrue(pairing.daemons() != null, "no reference given");
    try (World shelf = new World(ours());
        World world = new World(withExecline(shelf.directory, pairing))) {
      LiveTree tree = new LiveTree(world);
      String produce = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done";
      tree.longrun("p", produce, "a").longrun("q", "exec cat >>" + tree.path("lines")).oneshot("a");
      tree.source.write("p", "producer-for", "q\n").write("q", "consumer-for", "p\n");
      tree.boot();
      tree.good("change", "p");
      Path lines = world.directory.resolve("lines");
      world.await("lines", () -> world.read(lines).lines().count() > 5);
      killWhileItWaits(world, tree);
      long before = world.read(lines).lines().count();
      world.await("more lines", () -> world.read(lines).lines().count() > before + 5);
      tree.longrun("r", "exec echo r").longrun("s", "exec cat >>" + tree.path("lines2"));
      tree.source.write("r", "producer-for", "s\n").write("s", "consumer-for", "r\n");
      tree.compile("db2");
      tree.update("db2");
      tree.good("change", "r");
      Path others = world.directory.resolve("lines2");
      world.await("the new pipe", () -> world.read(others).startsWith("r\n"));
      tree.good("-D", "-a", "change");
      assertEquals(List.of("+a", "-a"), tree.log());
      List<String> all = world.read(lines).lines().toList();
      for (int i = 0; i < all.size(); i++) assertEquals(String.valueOf(i + 1), all.get(i));
      tree.end();
    }
  }

  /** What the consumer has read and not yet written would be gone with it. */
  private static void killWhileItWaits(World world, LiveTree tree) {
    long producer = Long.parseLong(tree.pid("p"));
    world.signal("STOP", producer);
    long consumer = Long.parseLong(tree.pid("q"));
    awaitState(world, producer, "T");
    awaitState(world, consumer, "S");
    world.signal("KILL", consumer);
    world.await("the consumer's end", () -> !World.isAlive(consumer));
    world.signal("CONT", producer);
  }

  private static void awaitState(World world, long pid, String state) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    world.await(pid + " in state " + state, () -> world.read(stat).contains(") " + state + " "));
  }

  static Stream<Suite.Pairing> scanners() {
    if (!Suite.DEBIAN.isInstalled() || !Suite.NATIVE.isInstalled())
      return Stream.of(new Suite.Pairing(null, null));
    return Stream.of(
        new Suite.Pairing(ours(), Suite.DEBIAN), new Suite.Pairing(Suite.DEBIAN, ours()));
  }

  /** The scanner of one starts the supervisors of the other; our s6-rc manages them. */
  @ParameterizedTest(name = "scanner of {0}, supervisors of the latter")
  @MethodSource("scanners")
  void supervisorsOfAnother(Suite.Pairing pairing) throws IOException {
    Assumptions.assumeTrue(
        pairing.daemons() != null, "Debian's s6 or the native build is not there");
    Assumptions.assumeTrue(pairing.daemons() != Suite.DEBIAN || mayMount(), "no namespaces here");
    try (World shelf = new World(ours());
        World world = new World(new Suite.Pairing(mixture(shelf, pairing.daemons()), ours()))) {
      LiveTree tree = new LiveTree(world);
      tree.oneshot("a").longrun("l", "exec sleep 300", "a");
      tree.longrun("ready", "echo >&3; exec 3>&-; exec sleep 300", "l");
      tree.source.write("ready", "notification-fd", "3\n");
      tree.longrun("sick", "exit 1").source.write("sick", "finish", "#!/bin/sh\nexit 125\n");
      tree.longrun("p", "while echo line; do sleep 0.1; done");
      tree.longrun("q", "exec cat >>" + tree.path("lines"));
      tree.source.write("p", "producer-for", "q\n").write("q", "consumer-for", "p\n");
      tree.boot();
      tree.good("change", "ready", "p");
      assertTrue(isSupervisedBy(tree.pid("l"), pairing.commands()), pairing.toString());
      assertEquals(0, tree.rc("diff").code());
      String pid = tree.pid("l");
      tree.oneshot("z").compile("db2");
      tree.update("db2");
      assertEquals(pid, tree.pid("l"));
      world.signal("KILL", Long.parseLong(pid));
      world.await("l again", () -> world.status("live/servicedirs/l", "up").equals("true"));
      Path lines = world.directory.resolve("lines");
      world.await("lines", () -> world.read(lines).startsWith("line\nline\n"));
      tree.good("-d", "change", "a");
      assertEquals("false", world.status("live/servicedirs/ready", "up"));
      tree.good("-D", "-a", "change");
      assertEquals(List.of("+a", "-a"), tree.log());
      tree.end();
    }
  }

  /** Scripts that the reference has compiled call programs of its execline by name. */
  private static Suite.Pairing withExecline(Path directory, Suite.Pairing pairing)
      throws IOException {
    for (Suite suite : List.of(pairing.daemons(), reference()))
      for (Path program : programs(suite))
        if (!Files.exists(directory.resolve(program.getFileName())))
          Files.createSymbolicLink(directory.resolve(program.getFileName()), program);
    return new Suite.Pairing(new Suite(pairing.daemons().name(), directory), pairing.commands());
  }

  private static List<Path> programs(Suite suite) throws IOException {
    try (Stream<Path> files = Files.list(suite.bin())) {
      return files.toList();
    }
  }

  private static boolean mayMount() {
    try (World world = new World(ours())) {
      return world.shell("unshare --mount true").code() == 0;
    }
  }

  /** A directory with the scanner of one suite, for which s6-supervise is the other's. */
  private static Suite mixture(World shelf, Suite scanner) throws IOException {
    Path directory = shelf.directory;
    if (scanner == Suite.DEBIAN) {
      Path ours = ours().bin().resolve("s6-supervise").toRealPath();
      // It starts s6-supervise by its whole path.
      String mount = "mount --bind " + ours + " /usr/bin/s6-supervise";
      shelf.script(
          directory.resolve("s6-svscan"),
          "exec unshare --mount sh -c '" + mount + " && exec /usr/bin/s6-svscan \"$0\"' \"$1\"");
    } else {
      // A link would lead it to the supervisors beside its own file.
      Files.copy(
          scanner.bin().resolve("s6-svscan").toRealPath(),
          directory.resolve("s6-svscan"),
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.createSymbolicLink(
          directory.resolve("s6-supervise"), Suite.DEBIAN.bin().resolve("s6-supervise"));
    }
    // Programs of another suite find those of execline on PATH alone.
    try (Stream<Path> execline = Files.list(Suite.TREE.resolve("execline"))) {
      for (Path program : execline.toList())
        if (!program.endsWith("execlineb"))
          Files.createSymbolicLink(directory.resolve(program.getFileName()), program);
    }
    return new Suite("scanner of " + scanner, directory);
  }

  /** Whether the parent of a process executes the s6-supervise of a suite. */
  private static boolean isSupervisedBy(String pid, Suite suite) throws IOException {
    long parent =
        ProcessHandle.of(Long.parseLong(pid)).flatMap(ProcessHandle::parent).orElseThrow().pid();
    return Files.mismatch(Path.of("/proc/" + parent + "/exe"), suite.bin().resolve("s6-supervise"))
        == -1;
  }
}
