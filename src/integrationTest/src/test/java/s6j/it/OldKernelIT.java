package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The native programs where calls are missing that newer kernels have, or a sandbox denies. */
class OldKernelIT {
  /** Those that came after Linux 3.17. */
  private static final String NEWER =
      "~execveat membarrier copy_file_range preadv2 pwritev2 statx io_uring_setup io_uring_enter"
          + " rseq pidfd_open pidfd_send_signal pidfd_getfd clone3 close_range openat2 faccessat2"
          + " fchmodat2 epoll_pwait2 mount_setattr open_tree move_mount landlock_create_ruleset";

  /** A tree, a service set, and what is done to both; says what came of it. */
  private static final String LIFE =
      """
      s6-svscan $PWD/scan 2>warnings & scanner=$!
      until s6-svok scan/a && s6-svok scan/a/log; do sleep 0.1; done
      s6-svwait -t 9000 -u scan/a; s6-svstat -o up,ready scan/a
      s6-svc -wD -T 9000 -d scan/a; s6-svstat -o up scan/a; s6-svc -wu -T 9000 -u scan/a
      s6-svc -wr -T 9000 -k scan/a; echo is back
      before=$(s6-svstat -o pid scan/a); pgrep -P $scanner -f 'supervise a$' | xargs kill -KILL
      until s6-svok scan/a && [ "$(s6-svstat -o pid scan/a)" = $before ]; do sleep 0.1; done; echo is kept
      s6-rc-compile db source && s6-rc-init -c $PWD/db -l $PWD/live $PWD/scan && s6-rc -l live -u change all
      s6-svstat -o up scan/long; cat made; s6-rc -l live -d change short; cat made
      s6-svscanctl -t scan; wait $scanner; [ -s scan/a/log/main/current ] && echo logged
      s6-svscan -H $PWD/host & scanner=$!
      until s6-svok host/b && s6-svok host/c; do sleep 0.1; done
      s6-svwait -t 9000 -u host/b && s6-svwait -t 9000 -U host/c && echo hosted
      s6-svscanctl -t host; wait $scanner
      sort -u warnings | sed 's/process [0-9]*/process N/'
      """;

  private static void write(World world) {
    String made = "redirfd -w 1 " + world.directory.resolve("made") + " ";
    world.service(
        "scan/a", "[ -s ../../scanner ] || echo $PPID >/dev/null; echo line; exec sleep 1000");
    world.service("scan/a/log", "exec s6-log t ./main");
    world.service("host/b", "exec sleep 1000");
    world.write(
        world.service("host/c", "echo >&4; exec sleep 1000").resolve("notification-fd"), "4\n");
    world.service("source/long", "exec sleep 1000");
    world.write(world.directory.resolve("source/long/type"), "longrun\n");
    world.write(world.directory.resolve("source/long/dependencies"), "short\n");
    world.write(world.directory.resolve("source/short/type"), "oneshot\n");
    world.write(world.directory.resolve("source/short/up"), made + "s6-echo up\n");
    world.write(world.directory.resolve("source/short/down"), made + "s6-echo down\n");
    world.write(world.directory.resolve("source/all/type"), "bundle\n");
    world.write(world.directory.resolve("source/all/contents"), "long\n");
  }

  @Test
  void aTreeLivesWithoutTheNewerCalls() {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      List<String> confined = List.of("s6-confine", "-E", "ENOSYS", "-S", NEWER);
      String line = String.join(" ", confined).replace("~", "'~").concat("' ");
      Assumptions.assumeTrue(world.shell(line + "true").code() == 0, "no filters of calls");
      write(world);
      world.script(world.directory.resolve("life"), LIFE);
      World.Answer answer = world.shell(line + "./life", Duration.ofSeconds(60));
      assertEquals("", answer.err());
      assertEquals(
          List.of(
              "true false",
              "false",
              "is back",
              "is kept",
              "true",
              "up",
              "down",
              "logged",
              "hosted",
              "s6-supervise a: warning: unable to open a descriptor of process N, looking for it 4"
                  + " times a second: Function not implemented"),
          answer.out().lines().toList());
    }
  }
}
