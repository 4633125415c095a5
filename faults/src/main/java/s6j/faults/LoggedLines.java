package s6j.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The numbered lines of a log directory: none doubled, none missing but by a kill of the logger.
 */
final class LoggedLines {
  private static final Comparator<Path> AGE =
      Comparator.comparing(LoggedLines::written).thenComparing(Comparator.naturalOrder());

  private final Map<String, Long> last = new HashMap<>();
  long lines;
  int gaps;
  int doubled;
  int torn;

  /**
   * Reads a log directory, oldest file first: by when they were last written, since their names are
   * out of order where the clock has jumped.
   */
  static LoggedLines of(Path directory) throws IOException {
    LoggedLines lines = new LoggedLines();
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> archives =
          files.filter(file -> file.getFileName().toString().startsWith("@")).sorted(AGE).toList();
      for (Path archive : archives) lines.read(archive);
    }
    if (Files.exists(directory.resolve("current"))) lines.read(directory.resolve("current"));
    return lines;
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A logger killed while it writes leaves the head of a line, whose number says nothing. */
  private void read(Path file) throws IOException {
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n') + 1;
    text.substring(0, end).lines().forEach(this::add);
    if (end < text.length()) torn++;
  }

  void add(String line) {
    lines++;
    int blank = line.indexOf(' ');
    String digits = blank < 0 ? "" : line.substring(blank + 1);
    if (!digits.matches("[0-9]{1,18}")) {
      torn++;
      return;
    }
    long number = Long.parseLong(digits);
    long before = last.getOrDefault(line.substring(0, blank), 0L);
    if (number <= before) doubled++;
    else if (number > before + 1) gaps++;
    last.put(line.substring(0, blank), Math.max(number, before));
  }
}
