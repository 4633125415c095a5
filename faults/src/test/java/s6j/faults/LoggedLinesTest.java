package s6j.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedLinesTest {
  @Test
  void writersCountForThemselves(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("@400000006a000001.s"), "7-1 1\n7-1 2\n");
    Files.writeString(directory.resolve("@400000006a000002.s"), "7-1 3\n9-2 1\n");
    Files.writeString(directory.resolve("current"), "9-2 2\n7-1 4\n");
    assertEquals("6 lines, 0 gaps, 0 doubled, 0 torn", of(directory));
  }

  @Test
  void whatIsLostDoubledOrTornIsFound(@TempDir Path directory) throws Exception {
    Files.writeString(
        directory.resolve("current"), "7-1 1\n7-1 3\n7-1 3\n7-1 2\n7-\n7-1 5x\n7-1 4\n");
    assertEquals("7 lines, 1 gaps, 2 doubled, 2 torn", of(directory));
  }

  @Test
  void theHeadOfALineIsTornAndNotDoubled(@TempDir Path directory) throws Exception {
    StringBuilder ten = new StringBuilder();
    for (int i = 1; i <= 10; i++) ten.append("7-1 ").append(i).append('\n');
    Files.writeString(directory.resolve("@400000006a000001.u"), ten + "7-1 1");
    Files.writeString(directory.resolve("current"), "7-1 12\n");
    assertEquals("11 lines, 1 gaps, 0 doubled, 1 torn", of(directory));
  }

  private static String of(Path directory) throws Exception {
    LoggedLines lines = LoggedLines.of(directory);
    return "%d lines, %d gaps, %d doubled, %d torn"
        .formatted(lines.lines, lines.gaps, lines.doubled, lines.torn);
  }
}
