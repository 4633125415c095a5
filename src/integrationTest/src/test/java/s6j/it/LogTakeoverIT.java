package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One logger takes over the directory of another, ended or killed at any moment. */
class LogTakeoverIT {
  private static final String LOG = "./log";

  /** The pipe is kept open by the shell that writes it, as a scanner keeps it. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void anOrderlyTakeoverKeepsEveryLine(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      String script =
          """
          mkfifo pipe
          exec 7<>pipe
          writer() { i=$1; while [ $i -lt $2 ]; do echo "line $i"; i=$((i+1)); done >&7; }
          %s -b n9999 s4096 t %s <&7 7>&- & first=$!
          writer 0 2000
          until grep -qs 'line 1$' log/current log/@*; do sleep 0.1; done
          kill -TERM $first; wait $first; code=$?
          %s -b n9999 s4096 t %s <&7 7>&- & second=$!
          writer 2000 4000
          until grep -qs 'line 3999$' log/current log/@*; do sleep 0.1; done
          kill -TERM $second; wait $second; echo $code $?
          """;
      World.Answer answer =
          world.shell(
              "cd '"
                  + world.directory
                  + "'\n"
                  + script.formatted(
                      world.daemons.word("s6-log"), LOG, world.commands.word("s6-log"), LOG));
      assertEquals("0 0", answer.line(), answer.err());
      List<String> lines = lines(world.directory.resolve("log"));
      for (int i = 0; i < lines.size(); i++) assertTrue(lines.get(i).endsWith(" line " + i));
      assertEquals(4000, lines.size());
    }
  }

  /**
   * What a killed logger has written is there once; what it had only read is gone with it, so that
   * its successor may begin in the middle of a line. Debian's logger does not start if it finds
   * both previous and an unfinished current, but does so the next time.
   */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void aKilledLoggerLeavesNothingTwice(Suite.Pairing pairing) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (World world = new World(pairing)) {
      StringBuilder script = new StringBuilder("cd '" + world.directory + "'\n" + KILLED);
      for (int round = 0; round < ROUNDS; round++) {
        String program = (round % 2 == 0 ? world.daemons : world.commands).word("s6-log");
        script.append("killed 0.").append(100 + random.nextInt(300)).append(' ').append(program);
        script.append(random.nextBoolean() ? " -d 5 n9999 s16384\n" : " -d 5 n9999 s16384 t\n");
      }
      script.append("kill -KILL $writer\n");
      String last = world.commands.word("s6-log") + " n9999 ./log </dev/null";
      script.append(last).append(" 2>/dev/null || ").append(last).append("; echo $?\n");
      World.Answer answer = world.shell(script.toString());
      assertEquals("0", answer.line(), answer.err());
      assertAscending(lines(world.directory.resolve("log")), "seed " + seed);
    }
  }

  private static final int ROUNDS = 6;

  /**
   * The pipe is opened by each logger anew: a shared description would become non-blocking for the
   * writer too.
   */
  private static final String KILLED =
      """
      mkfifo pipe
      exec 7<>pipe
      ( i=0; while :; do echo "line $i"; i=$((i+1)); done >&7 ) & writer=$!
      killed() {
        pause=$1; shift
        : >ready
        "$@" ./log <pipe 7>&- 5>ready & p=$!
        until [ -s ready ] || ! [ -e /proc/$p/exe ]; do sleep 0.02; done
        sleep $pause
        kill -KILL $p; wait $p 2>/dev/null
      }
      """;

  private static void assertAscending(List<String> lines, String story) {
    int before = -1;
    for (String line : lines) {
      if (!line.matches("(@[0-9a-f]{24} )?line [0-9]+")) continue;
      int number = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
      assertTrue(number > before, story + ": line " + number + " behind line " + before);
      before = number;
    }
    assertTrue(before > 1000, story + ": too little was logged");
  }

  /** The whole lines of a directory in order. */
  private static List<String> lines(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> archives =
          files
              .filter(file -> file.getFileName().toString().startsWith("@"))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
      List<String> lines = new ArrayList<>();
      for (Path archive : archives) lines.addAll(whole(archive));
      lines.addAll(whole(directory.resolve("current")));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A killed logger may have been writing: what follows the last newline is no line. */
  private static List<String> whole(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }
}
