package s6j.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The files that are locked at a moment, as /proc/locks tells: who has a supervisor. */
final class Locks {
  private static final Path TABLE = Path.of("/proc/locks");

  private final Set<String> inodes = new HashSet<>();

  static Locks now() {
    Locks locks = new Locks();
    try {
      for (String line : Files.readAllLines(TABLE)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 5 && !words[1].equals("->"))
          locks.inodes.add(words[5].substring(words[5].lastIndexOf(':') + 1));
      }
    } catch (IOException unknown) {
      // Then nobody is known to have one.
    }
    return locks;
  }

  /** Whether the service of a directory has a supervisor. */
  boolean isSupervised(Path service) {
    try {
      Object inode = Files.getAttribute(service.resolve("supervise/lock"), "unix:ino");
      return inodes.contains(inode.toString());
    } catch (IOException none) {
      return false;
    }
  }
}
