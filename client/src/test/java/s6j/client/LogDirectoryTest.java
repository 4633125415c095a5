package s6j.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.formats.Tai64n;

/** Logs as a client reads them. */
class LogDirectoryTest {
  private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir Path directory;

  @Test
  void theLastLinesOfAllFiles() throws IOException {
    archive(10, lines(0, 5));
    archive(20, lines(5, 10));
    write("current", lines(10, 12));
    LogDirectory log = LogDirectory.at(directory);
    assertEquals(List.of(), log.tail(0));
    assertEquals(List.of("line 11"), texts(log.tail(1)));
    assertEquals(List.of("line 9", "line 10", "line 11"), texts(log.tail(3)));
    assertEquals(12, log.tail(1000).size());
    assertEquals(START.plusSeconds(11), log.tail(1).get(0).time().orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> log.tail(-1));
  }

  @Test
  void theLinesSinceAMoment() throws IOException {
    archive(5, lines(0, 5));
    archive(10, lines(5, 10));
    write("current", lines(10, 12));
    LogDirectory log = LogDirectory.at(directory);
    assertEquals(12, log.since(Instant.EPOCH).size());
    assertEquals("line 7", log.since(START.plusSeconds(7)).get(0).text());
    assertEquals(5, log.since(START.plusSeconds(7)).size());
    assertEquals(List.of(), log.since(START.plusSeconds(12)));
  }

  /** Lines without a time go with the one before; a file of such alone goes by its name. */
  @Test
  void linesWithoutATime() throws IOException {
    archive(5, "old\n");
    archive(10, "young\n");
    write("current", lines(11, 12) + "  its second line\n" + lines(13, 14) + "more\n");
    LogDirectory log = LogDirectory.at(directory);
    assertEquals(
        List.of("young", "line 11", "  its second line", "line 13", "more"),
        texts(log.since(START.plusSeconds(10))));
    assertEquals(List.of("line 13", "more"), texts(log.since(START.plusSeconds(12))));
  }

  @Test
  void linesOfAllKinds() throws IOException {
    write("current", "2026-11-30 12:00:00.123456789  local\n@4000 none\n\nhalf");
    List<LogLine> lines = LogDirectory.at(directory).tail(9);
    assertEquals("local", lines.get(0).text());
    assertEquals(123456789, lines.get(0).time().orElseThrow().getNano());
    assertEquals(new LogLine(Optional.empty(), "@4000 none"), lines.get(1));
    assertEquals("", lines.get(2).text());
    assertEquals("half", lines.get(3).toString());
    Files.write(directory.resolve("current"), new byte[] {'a', (byte) 0xff, '\n'});
    assertEquals("a\ufffd", LogDirectory.at(directory).tail(1).get(0).text());
    String wrong = "@" + "f".repeat(24) + " no moment";
    write("current", wrong + "\n2026-99-30 12:00:00.123456789  no day\n" + "x".repeat(300_000));
    lines = LogDirectory.at(directory).tail(9);
    assertEquals(wrong, lines.get(0).text());
    assertEquals(Optional.empty(), lines.get(1).time());
    assertEquals(300_000, lines.get(2).text().length());
  }

  @Test
  void whatIsNoLogIsToldOf() throws IOException {
    Path none = directory.resolve("none");
    assertEquals(
        none + ": is not there, expected a log directory",
        assertThrows(NotSupervisedException.class, () -> LogDirectory.at(none).tail(1))
            .getMessage());
    assertEquals(List.of(), LogDirectory.at(directory).tail(5));
    Files.createDirectory(directory.resolve("current"));
    assertEquals(List.of(), LogDirectory.at(directory).tail(5));
  }

  /** Every line once and in order, however often the logger puts its file aside meanwhile. */
  @Test
  void rotationHidesNothing() throws Exception {
    AtomicBoolean ends = new AtomicBoolean();
    write("current", lines(0, 10));
    Thread logger =
        new Thread(
            () -> {
              try {
                for (int i = 10; !ends.get(); i += 10) {
                  rotate(i);
                  LockSupport.parkNanos(2_000_000);
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    logger.start();
    try {
      int most = 0;
      while (most < 2000) {
        List<LogLine> lines = LogDirectory.at(directory).since(Instant.EPOCH);
        for (int i = 0; i < lines.size(); i++) assertEquals("line " + i, lines.get(i).text());
        assertTrue(lines.size() >= most, lines.size() + " lines after " + most);
        most = lines.size();
      }
    } finally {
      ends.set(true);
      logger.join();
    }
  }

  /** By turns as without and as with a processor, which writes another file. */
  private void rotate(int first) throws IOException {
    Path current = directory.resolve("current");
    if (first % 20 == 0) {
      Path previous = directory.resolve("previous");
      Files.move(current, previous);
      write("current", lines(first, first + 10));
      Files.copy(previous, directory.resolve("processed"));
      Files.move(directory.resolve("processed"), directory.resolve(name(first)));
      Files.delete(previous);
    } else {
      Files.move(current, directory.resolve(name(first)));
      write("current", lines(first, first + 10));
    }
  }

  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) lines.append(label(i)).append(" line ").append(i).append('\n');
    return lines.toString();
  }

  private static String label(int seconds) {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.label((START.getEpochSecond() + seconds) * 1_000_000_000, label, 0);
    return new String(label, StandardCharsets.US_ASCII);
  }

  private static String name(int seconds) {
    return label(seconds) + ".s";
  }

  private void archive(int seconds, String lines) throws IOException {
    write(name(seconds), lines);
  }

  /** Whole at once, as a logger's write of a few lines is. */
  private void write(String name, String text) throws IOException {
    Path fresh = directory.resolve(".fresh");
    Files.writeString(fresh, text);
    Files.move(fresh, directory.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }
}
