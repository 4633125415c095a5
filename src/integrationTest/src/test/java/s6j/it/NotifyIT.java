package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real daemon says by sd_notify, from its start to its end. */
class NotifyIT {
  /** Says what is asked for by the file {@code say}, and goes on until TERM. */
  private static final String DAEMON =
      """
      tell() { perl "$HERE/tell" "$@"; }
      trap 'tell STOPPING=1 "STATUS=says goodbye"; until test -e end; do sleep 0.05; done; exit' TERM
      tell "STATUS=warms up"
      until test -e ready; do sleep 0.05; done
      tell READY=1 "STATUS=has 3 guests"
      until test -e reload; do sleep 0.05; done
      tell RELOADING=1
      while :; do sleep 0.05; done
      """;

  /** A service whose daemon speaks by sd_notify, as a script that knows the place as HERE. */
  private static Path inn(World world, String daemon) {
    Assumptions.assumeTrue(world.shell("command -v perl").code() == 0, "no perl");
    Path inn = world.directory.resolve("scan/inn");
    world.shell("cp '" + Suite.ROOT.resolve("examples/services/tell") + "' tell");
    world.script(inn.resolve("daemon"), "export HERE='" + world.directory + "'\n" + daemon);
    world.service("scan/inn", "exec s6-notify-fd-from-socket -s -3 3 ./daemon");
    world.write(inn.resolve("notification-fd"), "3\n");
    return inn;
  }

  private static String told(World world) {
    return world.read(world.directory.resolve("scan/inn/supervise/told")).strip();
  }

  private static void awaitTold(World world, String words) {
    String pid = world.status("scan/inn", "pid");
    world.await(words, () -> told(world).equals(pid + " " + words));
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void whatADaemonSaysStandsInTheStatus(Suite suite) {
    try (World world = new World(suite)) {
      Path inn = inn(world, DAEMON);
      world.start("s6-svscan", "scan");
      world.awaitStatus("scan/inn", "up", "true");
      awaitTold(world, "starting warms up");
      assertEquals("false", world.status("scan/inn", "ready"));
      world.write(inn.resolve("ready"), "");
      awaitTold(world, "ready has 3 guests");
      world.awaitStatus("scan/inn", "ready", "true");
      String table = world.run("s6", "-s", "scan", "-l", "none", "status").out();
      assertTrue(table.contains("has 3 guests"), table);
      world.write(inn.resolve("reload"), "");
      awaitTold(world, "reloading has 3 guests");
      assertEquals(0, world.run("s6-svc", "-d", "scan/inn").code());
      awaitTold(world, "stopping says goodbye");
      world.write(inn.resolve("end"), "");
      world.awaitStatus("scan/inn", "up", "false");
      world.await("nothing is told", () -> told(world).isEmpty());
    }
  }

  /** Starts another in its place, as programs do that are replaced while they serve. */
  private static final String REPLACED =
      """
      if test -e first; then
        echo $$ >second.pid
        trap 'perl "$HERE/tell" STOPPING=1 "STATUS=leaves"; until test -e end; do sleep 0.05; done; exit 3' TERM
        trap 'echo reload >>second.pid' HUP
        while :; do sleep 0.05; done
      fi
      touch first
      perl "$HERE/tell" READY=1 "STATUS=first"
      until test -e replace; do sleep 0.05; done
      "$HERE/scan/inn/daemon" &
      until test -e second.pid; do sleep 0.05; done
      perl "$HERE/tell" MAINPID=$! "STATUS=second"
      until test -e leave; do sleep 0.05; done
      exit 5
      """;

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void theProcessThatADaemonNamesIsTheService(Suite suite) {
    try (World world = new World(suite)) {
      Path inn = inn(world, REPLACED);
      world.script(inn.resolve("finish"), "echo $1 >>finished");
      world.write(inn.resolve("kill"), "mixed\n");
      world.start("s6-svscan", "scan");
      world.awaitStatus("scan/inn", "ready", "true");
      String pid = world.status("scan/inn", "pid");
      awaitTold(world, "ready first");
      world.write(inn.resolve("replace"), "");
      awaitTold(world, "ready second");
      world.write(inn.resolve("leave"), "");
      Path second = inn.resolve("second.pid");
      String main = world.read(second).strip();
      assertEquals(main, world.read(inn.resolve("supervise/main")).strip());
      String parent = "cut -d' ' -f4 /proc/" + main + "/stat";
      world.await("it is s6-tree's", () -> world.shell(parent).out().strip().equals(pid));
      assertEquals(0, world.run("s6-svc", "-h", "scan/inn").code());
      world.await("a signal reaches it", () -> world.read(second).contains("reload"));
      assertEquals(pid, world.status("scan/inn", "pid"));
      assertEquals(0, world.run("s6-svc", "-d", "scan/inn").code());
      awaitTold(world, "stopping leaves");
      world.write(inn.resolve("end"), "");
      world.awaitStatus("scan/inn", "up", "false");
      assertEquals("3", world.read(inn.resolve("finished")).strip());
      assertTrue(world.read(inn.resolve("supervise/main")).isEmpty());
    }
  }
}
