package s6j.front.ask;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log that a service writes, found by what its logger was started with. */
public final class ServiceLog {
  private static final int TAIL = 16384;

  private final ServiceTree tree;
  private final Map<String, ServiceState> services;

  public ServiceLog(ServiceTree tree, Map<String, ServiceState> services) {
    this.tree = tree;
    this.services = services;
  }

  /** The last lines of the log, or one that says why there are none. */
  public List<String> tail(String service, int lines) {
    try {
      Optional<Path> current = current(service);
      if (current.isEmpty()) return List.of("(no log is known of " + service + ")");
      List<String> all = lastPart(current.get()).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("(its log cannot be read: " + e.getMessage() + ")");
    }
  }

  private Optional<Path> current(String service) throws IOException {
    ServiceState logger = services.get(tree.logger(service));
    long pid = logger == null ? -1 : logger.number("pid");
    return pid > 1 ? opened(pid) : Optional.empty();
  }

  private static Optional<Path> opened(long pid) throws IOException {
    Path process = Path.of("/proc/" + pid);
    Path works = Files.readSymbolicLink(process.resolve("cwd"));
    String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    for (String word : line.split("\0")) {
      if (!word.startsWith("/") && !word.startsWith(".")) continue;
      Path current = works.resolve(word).resolve("current");
      if (Files.isRegularFile(current)) return Optional.of(current);
    }
    return Optional.empty();
  }

  /** Whole lines but for the first, which may have been cut. */
  private static String lastPart(Path file) throws IOException {
    try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, input.length() - TAIL);
      input.seek(start);
      byte[] bytes = new byte[(int) (input.length() - start)];
      input.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return start == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }
}
