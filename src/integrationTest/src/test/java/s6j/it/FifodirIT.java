package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Event directories with real listeners. */
class FifodirIT {
  /** A thousand natively; JVMs are too big for that. */
  private static int listeners(Suite suite) {
    return suite == Suite.NATIVE ? 1000 : 20;
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void noListenerMissesAnEvent(Suite suite) {
    try (World world = new World(suite)) {
      int count = listeners(suite);
      assertEquals(0, world.run("s6-mkfifodir", "events").code());
      Path out = world.write(world.directory.resolve("out/none"), "").getParent();
      world.script(
          world.directory.resolve("listen"),
          "for i in $(seq "
              + count
              + "); do s6-ftrig-wait -t 60000 events 'one.*two' >"
              + out
              + "/$i & done\nwait");
      world.startCommand(java.util.List.of(world.directory.resolve("listen").toString()));
      world.await(
          "all listen",
          () -> world.shell("ls events | grep -c ^ftrig1: || true").line().equals("" + count));
      assertEquals(0, world.run("s6-ftrig-notify", "events", "one").code());
      assertEquals(0, world.run("s6-ftrig-notify", "events", "two").code());
      world.await(
          "all have heard",
          () -> world.shell("cat out/* | grep -cx onetwo || true").line().equals("" + count));
      world.await("all have left", () -> world.shell("ls events | wc -l").line().equals("0"));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void foreignAndDeadFifosDoNoHarm(Suite suite) {
    try (World world = new World(suite)) {
      assertEquals(0, world.run("s6-mkfifodir", "events").code());
      world.shell(
          "mkfifo events/ftrig1:@400000006b0000000000000:dead01; touch events/note;"
              + " mkfifo events/ftrig1:@4000000069000000deadbeef:abcdef; mkdir events/sub");
      assertEquals(0, world.run("s6-ftrig-notify", "events", "x").code());
      assertEquals(0, world.run("s6-cleanfifodir", "events").code());
      assertEquals(
          "ftrig1:@400000006b0000000000000:dead01 note sub",
          world.shell("ls events | tr '\\n' ' '").line());
      World.Answer wrong = world.run("s6-ftrig-wait", "events", "(");
      assertEquals(111, wrong.code(), wrong.err());
    }
  }
}
