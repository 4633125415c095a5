package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The small programs together, as the scripts of a container call them. */
class PortableIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aFirstStage(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      World.Answer answer =
          world.shell(
              """
              umask 022
              s6-mkdir -p -m 0750 src/web/data src/clock
              s6-echo '#!/bin/sh' > src/web/run; s6-chmod 4711 src/web/run
              s6-echo -n 3 > src/clock/notification-fd
              s6-ln -s ../run src/web/data/link; s6-mkfifo -m 620 src/web/fifo
              for i in `s6-ls src | s6-sort -r`; do
                s6-hiercopy src/$i copy-$i && s6-ln -nsf copy-$i service-$i
              done
              s6-linkname service-web; s6-linkname -n copy-web/data/link; echo
              stat -c '%a %F %n' copy-web/* copy-clock/*
              A=1 B=two s6-dumpenv -N env; s6-cat < env/B
              s6-seq -s, 1 3 9; echo; s6-seq 20 | s6-grep -c '^1'
              s6-hiercopy src src; echo $?; s6-cat < src/clock/notification-fd; echo
              s6-rename copy-clock old; s6-rmrf old copy-web nosuch; s6-ls -x env . | s6-sort
              """);
      assertEquals("", answer.err().replaceAll("s6-hiercopy: .*: they are the same file\n", ""));
      assertEquals(
          """
          copy-web
          ../run
          750 directory copy-web/data
          620 fifo copy-web/fifo
          4711 regular file copy-web/run
          644 regular file copy-clock/notification-fd
          two
          1,4,7,
          11
          111
          3
          service-clock
          service-web
          src
          """,
          answer.out());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void timeIsLimited(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      String late = "s6-maximumtime -k 300 sleep 100; echo $?; s6-maximumtime 60000 s6-sleep -m 10";
      assertEquals("99", world.shell(late).line());
      String inTime = "sleep 0.1 & exec s6-maximumtime 60000 sh -c 'sleep 0.5; exit 7'";
      assertEquals(7, world.shell(inTime).code());
    }
  }

  /** Paths over PATH_MAX, which no other program of the kind takes at once. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void noTreeIsTooDeep(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      String name = "n".repeat(200);
      World.Answer answer =
          world.shell(
              """
              top=$PWD; mkdir d; cd d
              i=0; while [ $i -lt 40 ]; do mkdir %s; cd -P %s; i=$((i+1)); done; echo deep > f
              cd "$top"; s6-hiercopy d e && s6-rmrf d && find e -name f | wc -l
              s6-rmrf e && s6-ls . | wc -l
              """
                  .formatted(name, name));
      assertEquals("1 0", answer.line().replaceAll("\\s+", " "), answer.err());
    }
  }

  /** A user's container: the block is root's, the rest the user's for good. */
  @Test
  void aSetUidCopyIsOneProgram() throws IOException {
    Assumptions.assumeTrue(Seclusion.isRoot(), "only root makes set-uid files");
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      Path copy = world.directory.resolve("s6-rmrf");
      Files.copy(Path.of(Suite.NATIVE.program("s6-overlay-suexec")).toRealPath(), copy);
      World.Answer answer =
          world.shell(
              """
              chmod 755 .; chmod 4755 s6-rmrf; mkdir kept
              user='setpriv --reuid 1000 --regid 1000 --clear-groups'
              command -v unshare >/dev/null && command -v setpriv >/dev/null || exit 77
              $user ./s6-rmrf kept; echo $?
              unshare --pid --fork --kill-child $user ./s6-rmrf ' id' ' -u' '' id -u
              $user test -d kept && echo kept
              """);
      Assumptions.assumeFalse(answer.code() == 77, "no unshare or setpriv");
      Assumptions.assumeFalse(answer.out().contains("1000\n1000"), "mounted nosuid");
      assertTrue(answer.err().contains("s6-overlay-suexec: fatal: can only run as pid 1"));
      assertEquals("100\n0\n1000\nkept\n", answer.out());
    }
  }
}
