package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees whose machine is short of something, or whose neighbours mean no good. */
class RoughTreeIT {
  private static final int PAIRS = 40;
  private static final int LIMIT = 64;

  /** A log driver stops reading, and its pipe is full. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void nobodyReadsTheMessages(Suite suite) {
    try (World world = new World(suite)) {
      world.service("scan/a", "exec sleep 300");
      Process scanner =
          world.startCommand(
              List.of(
                  "/bin/sh",
                  "-c",
                  "mkfifo full; exec 9<>full; for size in 4096 1; do dd if=/dev/zero bs=$size"
                      + " count=70000 oflag=nonblock of=full; done 2>dd; exec "
                      + suite.word("s6-svscan")
                      + " scan 2>full"));
      world.awaitStatus("scan/a", "up", "true");
      world.shell("ln -s /nowhere scan/dangling");
      for (int i = 0; i < 3; i++) assertEquals(0, world.run("s6-svscanctl", "-a", "scan").code());
      world.service("scan/b", "exec sleep 300");
      assertEquals(0, world.run("s6-svscanctl", "-a", "scan").code());
      world.awaitStatus("scan/b", "up", "true");
      assertEquals(0, world.run("s6-svc", "-wD", "-d", "scan/a").code());
      String read = world.shell("timeout 10 cat full | tr -d '\\0' | head -1").out();
      assertTrue(read.startsWith("s6-svscan: warning: messages lost"), read);
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
    }
  }

  /** As many pairs as fit run, and what is left for starts is enough to start them again. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void descriptorsRunOut(Suite suite) {
    Assumptions.assumeTrue(suite == Suite.NATIVE, "a virtual machine has open files of its own");
    try (World world = new World(suite)) {
      for (int i = 0; i < PAIRS; i++) {
        world.service("scan/s" + i, "exec sleep 300");
        world.service("scan/s" + i + "/log", "exec cat");
      }
      Process scanner =
          world.startCommand(
              List.of(
                  "/bin/sh",
                  "-c",
                  "ulimit -n " + LIMIT + "; exec " + suite.word("s6-svscan") + " scan"));
      String pairs = "n=0; for s in scan/s*; do test -p $s/supervise/control || continue; ";
      pairs += "test -p $s/log/supervise/control && n=$((n + 1)); done; echo $n";
      String count = pairs;
      world.await("pairs", () -> Integer.parseInt(world.shell(count).line()) >= 20);
      world.shell("sleep 4");
      List<String> told = world.read(world.err()).lines().toList();
      assertEquals(1, told.size(), told.toString());
      assertTrue(told.get(0).contains("unable to create pipe for "), told.get(0));
      assertTrue(Integer.parseInt(world.shell(count).line()) < PAIRS);
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
    }
  }

  /** Whoever may listen may also plant a link, be it to a file of somebody else. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void eventsDoNotFollowLinks(Suite suite) throws java.io.IOException {
    try (World world = new World(suite)) {
      Path service = world.service("a", "exec sleep 300");
      Path victim = world.write(world.directory.resolve("victim"), "precious");
      assertEquals(0, world.run("s6-mkfifodir", "a/event").code());
      Path link = service.resolve("event/ftrig1:@4000000068c0a9f5123abcde:AAAAAA");
      Files.createSymbolicLink(link, victim);
      Assumptions.assumeTrue(Files.isWritable(victim));
      Process supervisor = world.start("s6-supervise", "a");
      world.awaitStatus("a", "up", "true");
      assertEquals(0, world.run("s6-svc", "-wr", "-r", "a").code());
      assertEquals(0, world.run("s6-svc", "-xd", "a").code());
      assertEquals(0, world.awaitEnd(supervisor));
      assertEquals("precious", world.read(victim));
    }
  }
}
