package s6j.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of this namespace.
 *
 * @param state the letter of /proc/PID/stat: T is stopped, Z a zombie
 */
record LiveProcess(int pid, int parent, char state, List<String> words) {
  Role role() {
    return Role.of(words);
  }

  boolean isZombie() {
    return state == 'Z';
  }

  boolean isStopped() {
    return state == 'T';
  }

  /** All that can be seen; one that ends meanwhile is left out. */
  static List<LiveProcess> all() {
    List<LiveProcess> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) add(all, entry);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  private static void add(List<LiveProcess> all, Path entry) {
    try {
      String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      String line = Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      List<String> words = line.isEmpty() ? List.of() : List.of(line.split("\0"));
      int pid = Integer.parseInt(entry.getFileName().toString());
      all.add(new LiveProcess(pid, Integer.parseInt(fields[1]), fields[0].charAt(0), words));
    } catch (IOException gone) {
      // It has ended since the directory was read.
    }
  }

  /** Where it works, as the kernel tells it; empty if it has ended. */
  String directory() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  /** How many descriptors it has open, or 0 if it has ended. */
  int descriptors() {
    String[] names = Path.of("/proc/" + pid + "/fd").toFile().list();
    return names == null ? 0 : names.length;
  }

  /** Its Anonymous memory in kB, or 0 if it has ended. */
  long anonymous() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")))
        if (line.startsWith("Anonymous:")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
    } catch (IOException gone) {
      return 0;
    }
    return 0;
  }
}
