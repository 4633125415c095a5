package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that is supervised has the directories and credentials that its definition says. */
class DirectoriesIT {
  private static final String USER = "33";

  private static final String DEFINITION =
      """
      user = "33:33"
      run = '''
      cd "$STATE_DIRECTORY" || exit
      {
        id -u
        stat -c '%u:%g %a' "$RUNTIME_DIRECTORY" "$STATE_DIRECTORY"
        stat -c '%u %a' "$CREDENTIALS_DIRECTORY/key"
        cat "$CREDENTIALS_DIRECTORY/key" "$CREDENTIALS_DIRECTORY/word"
        echo
        echo x >"$RUNTIME_DIRECTORY/x" && echo "$CREDENTIALS_DIRECTORY"
      } >>told 2>&1
      mv told whole
      exec sleep 1000
      '''

      [directories]
      runtime = ["@"]
      runtime-mode = "0750"
      state = ["@"]
      state-mode = "0700"

      [credentials]
      load = { key = "@KEY" }
      set = { word = "plain" }
      """;

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void itHasThemWhileItIsUp(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Assumptions.assumeTrue(world.shell("id -u").line().equals("0"), "not root");
      String name = "s6j-it-" + world.directory.getFileName();
      Path state = Path.of("/var/lib", name);
      Path runtime = Path.of("/run", name);
      try {
        Path key = world.directory.resolve("key");
        world.shell("(umask 077; echo secret >key); mkdir services scandir; chmod 755 .");
        Files.writeString(
            world.directory.resolve("services/" + name + ".toml"),
            DEFINITION.replace("@KEY", key.toString()).replace("@", name));
        good(world, "s6-rc-compile", "db", "services");
        world.start("s6-svscan", world.directory.resolve("scandir").toString());
        world.await("svscan", () -> world.run("s6-svscanctl", "scandir").code() == 0);
        String live = world.directory.resolve("live").toString();
        String database = world.directory.resolve("db").toString();
        String scandir = world.directory.resolve("scandir").toString();
        good(world, "s6-rc-init", "-c", database, "-l", live, scandir);
        good(world, "s6-rc", "-l", live, "-u", "change", name);
        world.await("its word", () -> Files.exists(state.resolve("whole")));
        List<String> told = Files.readAllLines(state.resolve("whole"));
        assertEquals(
            List.of(USER, "33:33 750", "33:33 700", "33 400", "secret", "plain"),
            told.subList(0, told.size() - 1));
        Path credentials = Path.of(told.get(told.size() - 1));
        assertEquals(
            "no",
            world.shell("s6-setuidgid 1:1 cat " + credentials + "/key 2>&- || echo no").line());
        good(world, "s6-rc", "-l", live, "-d", "change", name);
        world.await("its end", () -> !Files.exists(runtime));
        assertFalse(Files.exists(credentials), credentials.toString());
        assertTrue(Files.exists(state.resolve("whole")));
      } finally {
        world.shell("rm -rf " + state + " " + runtime);
      }
    }
  }

  private static void good(World world, String... words) {
    World.Answer answer =
        world.run(words[0], List.of(words).subList(1, words.length).toArray(new String[0]));
    assertEquals(0, answer.code(), answer.out() + answer.err());
  }
}
