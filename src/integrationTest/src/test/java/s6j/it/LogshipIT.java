package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines on their way to a receiver, while both it and the sender are killed again and again. */
class LogshipIT {
  private static final int LINES = 600;
  private static final int KILLS = 6;

  static Stream<Arguments> protocols() {
    return Suite.ours()
        .flatMap(
            suite ->
                Stream.of("syslog", "gelf", "loki", "otlp")
                    .map(protocol -> Arguments.of(suite, protocol)));
  }

  private static LogReceiver receiver(World world, String protocol) {
    boolean isUnix = protocol.equals("syslog") || protocol.equals("otlp");
    return new LogReceiver(protocol, isUnix ? world.directory.resolve("socket") : null);
  }

  private static Process ship(World world, String protocol, LogReceiver receiver) {
    List<String> line = new ArrayList<>(List.of("-w", "100", "-t", "5000"));
    if (protocol.equals("otlp")) line.addAll(List.of("-s", "socket"));
    line.add(protocol);
    line.add(
        switch (protocol) {
          case "syslog" -> "unix:socket";
          case "gelf" -> "tcp:127.0.0.1:" + receiver.port();
          case "loki" -> "http://localhost:" + receiver.port();
          default -> "http://collector";
        });
    line.add("dir");
    return world.start("s6-logship", line.toArray(new String[0]));
  }

  /** Through a logger that rotates all the time, and loses nothing. */
  private static void log(World world) {
    String log = world.daemons.word("s6-log");
    world.startCommand(
        List.of(
            "/bin/sh",
            "-c",
            "i=0; while [ $i -lt "
                + LINES
                + " ]; do printf 'line %d \"\\303\\244\\n' $i; i=$((i+1));"
                + " [ $((i % 20)) = 0 ] && sleep 0.2; done | "
                + log
                + " t s4096 n1000 ./dir"));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void noLineIsLostAndNoneIsTwice(Suite suite, String protocol) {
    Random random = new Random(protocol.hashCode());
    try (World world = new World(suite);
        LogReceiver receiver = receiver(world, protocol)) {
      world.write(world.directory.resolve("dir/state"), "");
      log(world);
      Process ship = ship(world, protocol, receiver);
      for (int i = 0; i < KILLS; i++) {
        pause(random.nextInt(1200));
        if (random.nextBoolean()) {
          receiver.goAway();
          pause(random.nextInt(500));
          receiver.comeBack();
        } else {
          world.signal("KILL", ship.pid());
          world.awaitEnd(ship);
          ship = ship(world, protocol, receiver);
        }
      }
      world.await("the last line", () -> receiver.hasText("line " + (LINES - 1) + " \"\u00e4"));
      for (int i = 0; i < LINES; i++) {
        String text = "line " + i + " \"\u00e4";
        world.await(text, () -> receiver.hasText(text));
      }
      // Each by one id, however often it was sent.
      assertEquals(LINES, receiver.lines.size());
      assertEquals("[]", receiver.complaints.toString());
      world.signal("TERM", ship.pid());
      assertEquals(0, world.awaitEnd(ship), world.read(world.err()));
      assertTrue(world.read(world.directory.resolve("place")).contains("\ncounts "));
    }
  }

  private static void pause(int millis) {
    for (int i = 0; i < millis; i += 20) World.pause();
  }
}
