package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain on the JVM: each program becomes the next one, with no shell in between. */
class JvmChainIT {
  private static World.Answer run(World world, String script, String... arguments) {
    Path programs = Suite.TREE.resolve("jvm/execline");
    Path file = world.write(world.directory.resolve("script"), script);
    List<String> line = new java.util.ArrayList<>(List.of("/usr/bin/env", "-i"));
    line.add("PATH=" + programs + ":/usr/bin:/bin");
    line.addAll(List.of(programs.resolve("execlineb").toString(), "-P", file.toString()));
    line.addAll(List.of(arguments));
    return world.runCommand(line);
  }

  @Test
  void childrenStayThoseOfTheChain() {
    try (World world = new World(Suite.JVM)) {
      World.Answer answer =
          run(
              world,
              """
              background { sh -c "exit 3" }
              importas -u p !
              wait -o { $p }
              importas -u code ?
              echo $code
              """);
      assertEquals("3", answer.line());
    }
  }

  /** Descriptors, the umask and variables that a shell would not take. */
  @Test
  void whatAProgramHasItsSuccessorHas() {
    try (World world = new World(Suite.JVM)) {
      World.Answer answer =
          run(
              world,
              """
              redirfd -w 4 out
              export 1a,b "x y"
              umask 027
              importas -u v 1a,b
              sh -c "echo ${v}; umask; echo to 4 >&4; ls /proc/self/fd | sort -n | tr '\\n' ' '"
              """);
      assertEquals("x y\n0027\n0 1 2 3 4", answer.out().strip());
      assertEquals("to 4\n", world.read(world.directory.resolve("out")));
    }
  }
}
