package s6j.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process has used.
 *
 * @param ticks of processor time, 100 a second
 * @param pages resident ones
 * @param name of its program, as the system has it
 */
record Use(long ticks, long pages, String name) {
  static final long PAGE = 4096;
  private static final int USER_TIME = 11;
  private static final int RESIDENT = 21;

  static Optional<Use> of(long pid) {
    try {
      String line =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      int end = line.lastIndexOf(')');
      String[] words = line.substring(end + 2).split(" ");
      long ticks = Long.parseLong(words[USER_TIME]) + Long.parseLong(words[USER_TIME + 1]);
      String name = line.substring(line.indexOf('(') + 1, end);
      return Optional.of(new Use(ticks, Long.parseLong(words[RESIDENT]), name));
    } catch (IOException | RuntimeException gone) {
      return Optional.empty();
    }
  }
}
