package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing of a service is left when it is down, whatever its processes have done. */
class TreeIT {
  private static final String MARK = "S6J_TREE_MARK=";

  /** What a process of the service does: it starts others, in all ways that there are. */
  private static final String FORKER =
      """
      #!/bin/sh
      # KIND DEPTH
      case $1 in
        stay) exec sleep 1000 ;;
        deaf) trap '' TERM HUP INT QUIT; while :; do sleep 1000; done ;;
        session) setsid sh "$0" stay 0 & exec sleep 1000 ;;
        double) ( setsid sh -c '"$0" stay 0 & exit' "$0" & ) ; exec sleep 1000 ;;
        daemon) setsid sh "$0" deaf 0 & exit 0 ;;
        storm)
          [ "$2" -gt 0 ] || exec sh "$0" deaf 0
          setsid sh "$0" storm $(($2 - 1)) &
          sh "$0" storm $(($2 - 1)) &
          exit 0 ;;
        comet) [ "$2" -gt 0 ] || exec sleep 1000
          setsid sh "$0" comet $(($2 - 1)) & exit 0 ;;
        endless) setsid sh "$0" endless 0 & exit 0 ;;
      esac
      """;

  private static final String[] KINDS = {
    "stay 0", "deaf 0", "session 0", "double 0", "daemon 0", "storm 4", "comet 40", "endless 0"
  };

  private static List<Long> marked(String mark) {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : (Iterable<Path>) all::iterator)
        if (process.getFileName().toString().matches("[0-9]+") && isMarked(process, mark))
          found.add(Long.parseLong(process.getFileName().toString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private static boolean isMarked(Path process, String mark) {
    try {
      return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1)
          .contains(mark);
    } catch (IOException gone) {
      return false;
    }
  }

  private static String run(Random random, String mark) {
    StringBuilder run = new StringBuilder("export " + mark + "\n");
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++)
      run.append("sh ../forker " + KINDS[random.nextInt(KINDS.length)] + " &\n");
    run.append(random.nextInt(4) == 0 ? "trap '' TERM\n" : "");
    return run.append("sleep 0.0" + random.nextInt(10) + "\n: >../up\nexec sleep 1000").toString();
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void nothingIsLeft(Suite suite) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (World world = new World(suite)) {
      Path forker = world.directory.resolve("forker");
      world.write(forker, FORKER);
      forker.toFile().setExecutable(true);
      String mark = MARK + world.directory.getFileName() + seed + ".";
      world.service("a", "exec sleep 1000");
      Path service = world.directory.resolve("a");
      world.write(service.resolve("kill"), "tree 100\n");
      world.write(service.resolve("timeout-kill"), "2000\n");
      String find = "grep -lsF '" + mark + "' /proc/[0-9]*/environ >>../left\n: >../finished";
      world.script(service.resolve("finish"), find);
      world.write(service.resolve("down"), "");
      world.start("s6-supervise", "a");
      world.await("supervised", () -> world.run("s6-svok", "a").code() == 0);
      for (int round = 0; round < (suite == Suite.JVM ? 3 : 10); round++)
        assertNothingLeft(world, random, mark, "seed " + seed + " round " + round);
    }
  }

  private static void assertNothingLeft(World world, Random random, String mark, String when) {
    world.script(world.directory.resolve("a/run"), run(random, mark));
    for (String file : List.of("up", "left", "finished"))
      world.directory.resolve(file).toFile().delete();
    world.run("s6-svc", "-o", "a");
    world.await("it is up", () -> Files.exists(world.directory.resolve("up")));
    String how = List.of("-d", "-k", "-K", "-i").get(random.nextInt(4));
    if (how.equals("-d")) assertTrue(!marked(mark).isEmpty(), when);
    world.run("s6-svc", "-wD", "-T", "20000", how, "a");
    world.await("finished", () -> Files.exists(world.directory.resolve("finished")));
    assertEquals("", world.read(world.directory.resolve("left")), when + how);
    assertEquals(List.of(), marked(mark), when + how);
  }
}
