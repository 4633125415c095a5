package s6j.front.ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who holds the lock of a file, as /proc/locks tells it. */
final class FileLocks {
  private static final Path TABLE = Path.of("/proc/locks");

  private FileLocks() {}

  /** The pid of a holder, or 0 if nobody holds it or nobody can tell. */
  static long holder(Path file) {
    try {
      if (!Files.exists(file) || !Files.exists(TABLE)) return 0;
      String inode = ":" + Files.getAttribute(file, "unix:ino");
      for (String line : Files.readAllLines(TABLE)) {
        String[] words = line.strip().split("\\s+");
        boolean isWaiting = words.length > 1 && words[1].equals("->");
        if (!isWaiting && words.length > 5 && words[5].endsWith(inode))
          return Math.max(0, Long.parseLong(words[4]));
      }
      return 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
