package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** s6-ftrigrd with real pipes; and, where there is one, with s6's own clients. */
class FtrigrdIT {
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aClientHearsWhatItAskedFor(Suite suite) {
    try (World world = new World(suite)) {
      world.run("s6-mkfifodir", "ev");
      String daemon = "SKALIBS_CHILD_SPAWN_FDS=3 " + suite.word("s6-ftrigrd");
      world.script(
          world.directory.resolve("client"),
          "mkfifo in; ("
              + daemon
              + " <in >answers 3>events; echo $? >code) & exec 9>in\n"
              + "printf '\\0\\0\\0\\20ftrigr v2.0 (b)\\n' >&9\n"
              + "printf '\\0\\0\\0\\35+\\0\\0\\0\\7\\0\\0\\0\\0\\0\\0\\0\\0' >&9\n"
              + "printf '\\0\\0\\0\\0\\0\\0\\0\\10ev\\0a.*b\\0' >&9\n"
              + "until ls ev | grep -q ^ftrig1; do sleep .05; done\n"
              + suite.word("s6-ftrig-notify")
              + " ev xacb\n"
              + "while ls ev | grep -q ^ftrig1; do sleep .05; done\nexec 9>&-\nwait\n");
      World.Answer answer =
          world.shell("timeout 60 ./client; od -An -c answers events | tr -d ' \\n'");
      String welcome = "\\0\\0\\0020ftrigrv2.0(a)\\n";
      assertEquals("0", world.read(world.directory.resolve("code")).strip(), answer.err());
      assertTrue(answer.out().startsWith("\\0\\0\\0020ftrigrv2.0(a)\\n"), answer.out());
      assertTrue(answer.out().endsWith("\\0\\0\\0\\a\\0\\0\\0\\0xacb"), answer.out() + welcome);
    }
  }

  /** In a mount namespace of its own ours takes the place of theirs. */
  @Test
  void programsOfS6RunWithOurs() {
    String reference = System.getProperty("s6j.reference", "");
    Assumptions.assumeFalse(reference.isEmpty(), "no reference");
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      String theirs =
          world.shell("strings -a " + reference + "/s6-svwait | grep /s6-ftrigrd$").line();
      Assumptions.assumeFalse(theirs.isEmpty(), "the reference has no s6-ftrigrd of its own");
      Assumptions.assumeTrue(world.shell("unshare --mount true").code() == 0, "no namespaces");
      world.service("a", "exec sleep 300");
      world.write(world.directory.resolve("a/down"), "");
      world.start("s6-supervise", "a");
      world.await("supervised", () -> world.run("s6-svok", "a").code() == 0);
      String mounted = "mount --bind " + Suite.NATIVE.word("s6-ftrigrd") + " " + theirs + " && ";
      String client =
          mounted + reference + "/s6-svlisten1 -t 30000 -u a " + reference + "/s6-svc -u a";
      assertEquals(0, world.shell("unshare --mount sh -c '" + client + "'").code());
      client = mounted + reference + "/s6-svwait -t 200 -d a";
      assertEquals(99, world.shell("unshare --mount sh -c '" + client + "'").code());
      assertEquals("", world.shell("ls a/event").line());
    }
  }
}
