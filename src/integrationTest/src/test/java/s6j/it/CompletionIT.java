package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The completion scripts of the tree, asked by the shells themselves. */
class CompletionIT {
  private static final Path SHARE = Suite.TREE.resolve("share");

  /** Programs that answer as those of a live tree would. */
  private static World world() {
    World world = new World(Suite.JVM);
    world.script(world.directory.resolve("s6-rc"), "[ \"$*\" = \"-l /live -a list\" ] && echo net");
    world.script(
        world.directory.resolve("s6-rc-db"),
        "[ \"$*\" = \"-l /live list all\" ] && printf '%s\\n' net nest disk");
    return world;
  }

  private static String bash(World world, String... words) {
    StringBuilder script = new StringBuilder("PATH=$PWD:$PATH\n");
    script.append(". '").append(SHARE).append("/bash-completion/completions/s6-rc'\n");
    script.append("COMP_WORDS=(s6-rc");
    for (String word : words) script.append(" '").append(word).append('\'');
    script.append(")\nCOMP_CWORD=").append(words.length);
    script.append("\n_complete_s6-rc 2>/dev/null\necho \"${COMPREPLY[*]}\"\n");
    return world.runCommand(List.of("/bin/bash", "-c", script.toString())).line();
  }

  @Test
  void bashKnowsOptionsCommandsAndServices() {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    try (World world = world()) {
      assertEquals("start status stop", bash(world, "st"));
      assertEquals("--livedir", bash(world, "--li"));
      assertEquals("net nest", bash(world, "-l", "/live", "change", "ne"));
      assertEquals("net nest disk", bash(world, "-ul", "/live", "change", ""));
      assertEquals("net", bash(world, "-dl", "/live", "change", ""));
      assertEquals("net", bash(world, "-l", "/live", "stop", ""));
      assertEquals("", bash(world, "-l", "/elsewhere", "stop", ""));
    }
  }

  @Test
  void fishKnowsThemToo() {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")));
    try (World world = world()) {
      assertEquals("start status stop", fish(world, "s6-rc st"));
      assertEquals("nest net", fish(world, "s6-rc -l /live change ne"));
      assertEquals("net", fish(world, "s6-rc -l /live -d change n"));
    }
  }

  @Test
  void theOneCommandKnowsItsCommandsAndServices() {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    try (World world = new World(Suite.JVM)) {
      world.script(
          world.directory.resolve("s6"),
          "case \"$*\" in '-l /live status -a') printf '%s\\n' 'SERVICE STATE' 'web up' 'net up' ;;"
              + " 'set list') echo mail ;; esac");
      assertEquals("start stop status", command(world, "st"));
      assertEquals("start start-everything status stop stop-everything", command(world, "l", "st"));
      assertEquals("poweroff", command(world, "-l", "/live", "system", "p"));
      assertEquals("web net", command(world, "-l", "/live", "why", ""));
      assertEquals("net", command(world, "-l", "/live", "live", "start", "-n", "n"));
      assertEquals("mail", command(world, "enable", ""));
    }
  }

  private static String command(World world, String... words) {
    StringBuilder script = new StringBuilder("PATH=$PWD:$PATH\n");
    script.append(". '").append(SHARE).append("/bash-completion/completions/s6'\n");
    script.append("COMP_WORDS=(s6");
    for (String word : words) script.append(" '").append(word).append('\'');
    script.append(")\nCOMP_CWORD=").append(words.length);
    script.append("\n_complete_s6 2>/dev/null\necho \"${COMPREPLY[*]}\"\n");
    return world.runCommand(List.of("/bin/bash", "-c", script.toString())).line();
  }

  private static String fish(World world, String line) {
    String script =
        "set PATH $PWD $PATH; set HOME $PWD; source '"
            + SHARE.resolve("fish/vendor_completions.d/s6-rc.fish")
            + "'; echo (complete -C '"
            + line
            + "')";
    return world.runCommand(List.of("/usr/bin/fish", "--no-config", "-c", script)).line();
  }
}
