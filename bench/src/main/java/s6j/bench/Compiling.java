package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/** What s6-rc-compile takes for many oneshots: milliseconds, and kB at its peak. */
final class Compiling {
  private static final int[] DISTANCES = {1, 7, 21};

  private final Path source;
  private final int needs;

  Compiling(int services) throws Exception {
    this(services, 3);
  }

  /** Each needs at most so many of those before it, of which there are 3 to choose from. */
  Compiling(int services, int needs) throws Exception {
    this.needs = needs;
    source = Processes.temporaryDirectory();
    for (int i = 0; i < services; i++) write(i);
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
  }

  private void write(int i) throws Exception {
    Path definition = Files.createDirectory(source.resolve(name(i)));
    Files.writeString(definition.resolve("type"), "oneshot\n");
    Files.writeString(definition.resolve("up"), "echo hello\n");
    StringBuilder list = new StringBuilder();
    for (int j = 0; j < needs; j++)
      if (i >= DISTANCES[j]) list.append(name(i - DISTANCES[j])).append('\n');
    Files.writeString(definition.resolve("dependencies"), list.toString());
  }

  private static String name(int i) {
    return "s" + (100_000 + i);
  }

  private void delete() {
    try {
      PathUtils.deleteDirectory(source);
    } catch (java.io.IOException e) {
      System.err.println("bench: " + e);
    }
  }

  /** The most memory that was seen resident while it ran. */
  double peak(Path bin) throws Exception {
    Path parent = Processes.temporaryDirectory();
    String database = parent.resolve("db").toString();
    int pid = Processes.start(bin.resolve("s6-rc-compile"), database, source.toString());
    double peak = 0;
    for (double now = 1; now > 0; now = Processes.peak(pid)) peak = now;
    Processes.await(pid);
    PathUtils.deleteDirectory(parent);
    return peak;
  }

  double compile(Path bin) throws Exception {
    Path parent = Processes.temporaryDirectory();
    Path database = parent.resolve("db");
    double millis =
        Processes.time(bin.resolve("s6-rc-compile"), database.toString(), source.toString()) / 1e6;
    if (!Files.exists(database.resolve("db"))) throw new IllegalStateException("no database");
    PathUtils.deleteDirectory(parent);
    return millis;
  }
}
