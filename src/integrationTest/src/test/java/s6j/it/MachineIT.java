package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A machine from its first process to the refused reboot. What kills or unmounts everything runs
 * without the right to reboot, in namespaces whose root is a file system in memory.
 */
class MachineIT {
  /** Makes a root with the programs, a shell and what moves into it. */
  private static final String ROOT =
      """
      command -v unshare >/dev/null && command -v setpriv >/dev/null || exit 77
      cat >inside <<'X'
      cap=$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)
      [ $((0x$cap >> 22 & 1)) = 0 ] || exit 99
      mkdir root && mount -t tmpfs -o mode=755 root root || exit 77
      for d in bin dev etc proc run old out skel s6j var/log; do mkdir -p root/$d; done
      for t in sh umount env; do cp -L "$(command -v $t)" root/bin/$t; done
      ldd root/bin/* | grep -o '/[^ :)]*' | grep -v '^/.*root/bin' | sort -u | while read -r l; do
        mkdir -p "root${l%/*}"; cp -L "$l" "root$l"
      done
      cp -a TREE/bin TREE/libexec TREE/execline root/s6j/
      mknod root/dev/null c 1 3; mkfifo root/dev/console; : >root/var/log/wtmp
      for s in runlevel rc.init rc.shutdown; do
        printf '#!/s6j/bin/execlineb -S0\\nredirfd -a 1 /out/life\\n' >root/skel/$s
      done
      printf '#!/s6j/bin/execlineb -P\\n' >root/skel/rc.shutdown.final
      echo 'foreground { s6-linux-init-echo runlevel $1 }' >>root/skel/runlevel
      echo 's6-linux-init-echo all services are down' >>root/skel/rc.shutdown
      echo 's6-linux-init-echo nothing is mounted' >>root/skel/rc.shutdown.final
      cat >>root/skel/rc.init
      chmod 755 root/skel/*
      chroot root /s6j/bin/s6-linux-init-maker -c /etc/init -f /skel -p /s6j/bin:/s6j/execline \\
        -q 200 OPTIONS /etc/init || exit 1
      cat <>root/dev/console >console & reader=$!
      unshare --mount --pid --fork --kill-child sh -c '
        mount --bind root root && cd root && mount -t proc proc proc && pivot_root . old &&
        umount -l /old && cd / && exec env -i ROOT=/dev/x /etc/init/bin/init quiet 3' \\
        >first 2>&1 </dev/null & machine=$!
      i=0
      while kill -0 $machine 2>/dev/null && [ $i -lt 200 ]; do
        grep -q 'unable to reboot' console first 2>/dev/null && break
        sleep 0.1; i=$((i+1))
      done
      [ $i -lt 200 ] || echo late
      kill -9 $machine 2>/dev/null; wait $machine; echo "process 1: $?"
      kill $reader; cat root/out/life; sed 's/[[:space:]]*$//' first console | grep .
      stat -c 'wtmp: %s' root/var/log/wtmp
      X
      setpriv --bounding-set -sys_boot --inh-caps -sys_boot \\
        unshare --pid --mount --fork --mount-proc --kill-child sh ./inside <script
      """;

  private static World.Answer live(World world, String options, String init) {
    world.write(world.directory.resolve("script"), init);
    String tree = Suite.TREE.toString();
    return world.shell(ROOT.replace("TREE", tree).replace("OPTIONS", options));
  }

  private static void assumeRoot() {
    Assumptions.assumeTrue(Seclusion.isRoot(), "only root makes namespaces and devices");
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    Assumptions.assumeTrue(!Suite.TREE.toString().contains(" "), "a path with a blank");
  }

  private static String said(World.Answer answer) {
    Assumptions.assumeFalse(answer.code() == 77, "no unshare, setpriv or file systems in memory");
    return answer.out().replaceAll("(?m)^s6-linux-init: warning: unable to trap ctrl.*\n", "");
  }

  @Test
  void aMachineLivesAndEndsInOrder() throws IOException {
    assumeRoot();
    try (World world = new World(Suite.NATIVE)) {
      String said =
          said(
              live(
                  world,
                  "-e LANG=C -L",
                  """
                  foreground { s6-linux-init-echo rc.init $1 }
                  foreground { loopwhilex -n foreground { s6-sleep -m 50 }
                    s6-svok /run/service/s6-linux-init-runleveld }
                  foreground { loopwhilex -n foreground { s6-sleep -m 50 }
                    s6-svok /run/service/s6-linux-init-shutdownd }
                  foreground { s6-svwait -a -U -t 20000 /run/service/s6-linux-init-runleveld
                    /run/service/s6-linux-init-shutdownd }
                  foreground { s6-linux-init-telinit 4 }
                  foreground { s6-svstat -o up /run/service/s6-linux-init-logouthookd }
                  /etc/init/bin/reboot
                  """));
      assertEquals(
          """
          process 1: 137
          rc.init 3
          runlevel 4
          true
          all services are down
            s6-linux-init version 1.2.0.2
          s6-linux-init-shutdownd: info: sending all processes the TERM signal...
          s6-linux-init-shutdownd: info: sending all processes the KILL signal...
          nothing is mounted
          s6-linux-init-hpr: fatal: unable to reboot(): Operation not permitted
          wtmp: 384
          """,
          said);
    }
  }

  @Test
  void aContainerEndsWithItsExitCode() throws IOException {
    assumeRoot();
    try (World world = new World(Suite.NATIVE)) {
      String said =
          said(
              live(
                  world,
                  "-C -B",
                  """
                  foreground { s6-linux-init-echo rc.init $1 }
                  foreground { loopwhilex -n foreground { s6-sleep -m 50 }
                    s6-svok /run/service/s6-linux-init-shutdownd }
                  foreground { s6-svwait -U -t 20000 /run/service/s6-linux-init-shutdownd }
                  foreground { redirfd -w 1 /run/s6-linux-init-container-results/exitcode
                    s6-linux-init-echo 7 }
                  /etc/init/bin/halt
                  """));
      assertEquals("process 1: 7\nrc.init default\nall services are down\nwtmp: 384\n", said);
    }
  }

  /** In a namespace process 1 may end, and says why. */
  @Test
  void aMachineThatCannotBeginSaysWhy() throws IOException {
    assumeRoot();
    try (World world = new World(Suite.NATIVE)) {
      String said = said(live(world, "-n", ""));
      assertTrue(said.startsWith("process 1: 111\n"), said);
      assertTrue(said.contains("s6-linux-init: fatal: unable to remount /run: Invalid"), said);
    }
  }

  /** The paths are the machine's, so /run is one of the test's own. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void ordersArrive(Suite suite) throws IOException {
    Assumptions.assumeTrue(Seclusion.isRoot(), "only root mounts");
    try (World world = new World(suite)) {
      World.Answer answer =
          world.shell(
              """
              cat >inside <<'X'
              mount -t tmpfs run /run || exit 77
              d=/run/service/s6-linux-init-shutdownd; mkdir -p $d; mkfifo $d/fifo
              exec 9<>$d/fifo; cat <&9 >bytes & reader=$!
              s6-linux-init-shutdown -r -t 2 +5 bye; s6-linux-init-hpr -W -d -p
              s6-linux-init-shutdown -c; s6-linux-init-shutdown -H now; echo $?
              s6-linux-init-telinit 3; echo $?
              sleep 1; kill $reader; od -An -v -c -w17 bytes | tr -d ' '
              X
              unshare --mount --pid --fork --mount-proc --kill-child sh ./inside || exit 77
              """);
      Assumptions.assumeFalse(answer.code() == 77, "no namespaces");
      assertEquals(
          "100\\n111\\n"
              + "r\\0\\0\\0\\0\\0\\0001,\\0\\0\\0\\0\\0\\0\\a320\\n"
              + "p"
              + "\\0".repeat(16)
              + "\\nc\\n",
          answer.out().replace("\n", "\\n"));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void bothBuildsMakeTheSame(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      World.Answer answer =
          world.shell(
              """
              s6-linux-init-maker -L -G 'a b' -e A=1 -R c0 -t 3 -1 -B -p /bin made; echo $?
              cd made; find . | sort | sed 's/^..//' | tr '\\n' ' '; echo
              tail -n 1 run-image/service/s6-linux-init-early-getty/run
              s6-linux-init-maker -C -f nosuch made; s6-linux-init-echo -s , a b
              """);
      assertEquals(
          """
          0
          . bin bin/halt bin/init bin/poweroff bin/reboot bin/shutdown bin/telinit env env/A\
           run-image run-image/service run-image/service/.s6-svscan\
           run-image/service/.s6-svscan/SIGINT run-image/service/.s6-svscan/SIGPWR\
           run-image/service/.s6-svscan/SIGQUIT run-image/service/.s6-svscan/SIGTERM\
           run-image/service/.s6-svscan/SIGUSR1 run-image/service/.s6-svscan/SIGUSR2\
           run-image/service/.s6-svscan/SIGWINCH run-image/service/.s6-svscan/crash\
           run-image/service/.s6-svscan/finish run-image/service/s6-linux-init-early-getty\
           run-image/service/s6-linux-init-early-getty/run\
           run-image/service/s6-linux-init-logouthookd\
           run-image/service/s6-linux-init-logouthookd/notification-fd\
           run-image/service/s6-linux-init-logouthookd/run\
           run-image/service/s6-linux-init-runleveld\
           run-image/service/s6-linux-init-runleveld/notification-fd\
           run-image/service/s6-linux-init-runleveld/run run-image/service/s6-linux-init-shutdownd\
           run-image/service/s6-linux-init-shutdownd/fifo\
           run-image/service/s6-linux-init-shutdownd/notification-fd\
           run-image/service/s6-linux-init-shutdownd/run scripts scripts/rc.init\
           scripts/rc.shutdown scripts/rc.shutdown.final scripts/runlevel\s
          a b
          a,b
          """,
          answer.out());
    }
  }
}
