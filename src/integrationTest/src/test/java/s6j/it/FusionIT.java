package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A chain that is run in one process cannot be told from one of executions
 * (docs/decisions/0010-fused-chains.md), but by its time.
 */
class FusionIT {
  private static final int SCRIPTS = Integer.getInteger("s6j.fusion.scripts", 40);
  private static final long SEED = Long.getLong("s6j.fusion.seed", 1);

  /**
   * What can be seen of the parent once it waits; numbers that differ from run to run are left out.
   * A script's last step, become the probe, has the shell below as parent, which is none of ours.
   */
  private static final String PROBE =
      """
      p=/proc/$PPID
      case $(readlink $p/exe) in *sh) echo the shell; exit ;; esac
      until grep -q '^State:.S' $p/status; do sleep 0.01; done
      tr '\\0' '|' <$p/cmdline; echo
      tr '\\0' '\\n' <$p/environ | grep -v ^S6J_FUSE= | sed 's/^P=.*/P=/; s/^!=.*/!=/'
      cat $p/comm
      readlink $p/cwd $p/exe
      grep -E '^(Umask|State|Uid|Gid|Groups|Sig|Shd|Cap|NoNew|Seccomp|Threads)' $p/status |
        sed 's/SigQ.*//'
      read -r stat <$p/stat
      set -- ${stat##*) }
      [ "$3" = $PPID ] && echo leads a group
      [ "$4" = $PPID ] && echo leads a session
      for fd in $p/fd/*; do
        link=$(readlink $fd) || continue
        grep -E '^flags' $p/fdinfo/${fd##*/} | tr '\\n' ' '
        echo "${fd##*/} ${link%%[0-9:]*}"
      done
      cat $p/limits
      od -A n -t x8 -w16 -v $p/auxv | sed 's/^ 00000000000000\\(19\\|21\\|1f\\|0f\\) .*//'
      """;

  private World world;

  @BeforeEach
  void needsStaticImages() throws IOException {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    Path image = Path.of(Suite.NATIVE.program("execlineb")).toRealPath();
    boolean isDynamic = new String(Files.readAllBytes(image), "ISO-8859-1").contains("/ld-linux");
    Assumptions.assumeFalse(isDynamic, "the images are not static");
    world = new World(Suite.NATIVE);
    world.write(world.directory.resolve("env/FROM_DIRECTORY"), "text\n");
    for (String probe : new String[] {"probe", "in/probe"})
      world.script(world.directory.resolve(probe), PROBE);
    for (String directory : new String[] {"in/in", "in/env"})
      Files.createDirectories(world.directory.resolve(directory));
    world.script(world.directory.resolve("in/in/probe"), PROBE);
  }

  @AfterEach
  void end() {
    if (world != null) world.close();
  }

  /** Of a script, with and without. The shell stays as its parent. */
  private World.Answer run(String script, boolean fused) {
    Path file = world.write(world.directory.resolve("script"), script);
    String path = Suite.TREE.resolve("execline") + ":" + Suite.TREE.resolve("bin");
    return world.runCommand(
        List.of(
            "/usr/bin/env",
            "-i",
            "PATH=" + path + ":/usr/bin:/bin",
            "HOME=/",
            "S6J_FUSE=" + (fused ? 1 : 0),
            "/bin/sh",
            "-c",
            "cd " + world.directory + " && umask 022 && execlineb " + file + " a b; exit $?"));
  }

  private void assertSame(String script) {
    World.Answer wanted = run(script, false);
    World.Answer found = run(script, true);
    assertEquals(wanted.out(), found.out(), script);
    assertEquals(wanted.err(), found.err(), script);
    assertEquals(wanted.code(), found.code(), script);
  }

  @Test
  void randomScriptsAreTheSame() {
    for (long seed = SEED; seed < SEED + SCRIPTS; seed++) assertSame(new RandomScript(seed).text());
  }

  /** The stack lies elsewhere after each execution, where the kernel draws its place. */
  @Test
  void stepsAreRunInTheProcess() throws IOException {
    String drawn = Files.readString(Path.of("/proc/sys/kernel/randomize_va_space")).strip();
    Assumptions.assumeFalse(drawn.equals("0"), "places are not drawn");
    String look = "foreground { sh -c \"grep stack /proc/$PPID/maps | cut -d - -f 2\" }\n";
    String[] fused = run(look + look + "exit 0", true).out().split("\n");
    String[] executed = run(look + look + "exit 0", false).out().split("\n");
    assertEquals(fused[0], fused[1]);
    assertNotEquals(executed[0], executed[1]);
  }

  @Test
  void aLongChainTakesNoMemory() {
    String step = "export A 1\numask 022\n";
    String probe = "foreground { sh -c \"grep Anonymous: /proc/$PPID/smaps_rollup\" }\n";
    long few = kilobytes(run(step.repeat(5) + probe + "exit 0", true).out());
    long many = kilobytes(run(step.repeat(500) + probe + "exit 0", true).out());
    assertTrue(many <= few + 200, few + " kB, then " + many);
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  /** Longer words than a fused execution takes are executed, too long ones are refused. */
  @Test
  void longArgumentsAreTheSame() {
    for (int length : new int[] {10, 10_000, 60_000, 100_000, 131_071, 131_072, 200_000})
      assertSame(
          "define W \"" + "x".repeat(length) + "\"\nforeground { ./probe }\nexport A $W\nexit 0");
  }

  @Test
  void capturedAndIgnoredSignalsAreTheSame() {
    assertSame("trap { SIGTERM { exit 1 } } foreground { ./probe } foreground { ./probe } exit 3");
    assertSame("background -d { exit 1 } s6-fghack foreground { ./probe } exit 2");
  }

  /** What is not executable, or nowhere, is refused as ever; an account is taken by a real exec. */
  @Test
  void refusalsAreTheSame() {
    assertSame("export A 1 nowhere");
    assertSame("export A 1 ./file");
    assertSame("export A 1 ./in");
    assertSame("tryexec { nowhere } export B 2 foreground { ./probe } exit 3");
    assertSame("exec -c importas -D none P PATH foreground { env } echo $P");
    assertSame("emptyenv foreground { exit 4 } importas -i c ? exit $c");
    Assumptions.assumeTrue("0".equals(world.shell("id -u").line()), "not root");
    assertSame("s6-setuidgid nobody export A 1 foreground { ./probe } exit 3");
    assertSame("s6-applyuidgid -u 12345 -g 54321 -G 1,2 umask 077 foreground { ./probe } exit 3");
  }
}
