package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/** How long s6-rc-compile takes for many oneshots with three dependencies each, in ms. */
final class Compiling {
  private final Path source;

  Compiling(int services) throws Exception {
    source = Files.createTempDirectory("s6j-bench");
    for (int i = 0; i < services; i++) write(i);
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
  }

  private void write(int i) throws Exception {
    Path definition = Files.createDirectory(source.resolve(name(i)));
    Files.writeString(definition.resolve("type"), "oneshot\n");
    Files.writeString(definition.resolve("up"), "echo hello\n");
    StringBuilder needs = new StringBuilder();
    for (int before : new int[] {i - 1, i - 7, i - 21})
      if (before >= 0) needs.append(name(before)).append('\n');
    Files.writeString(definition.resolve("dependencies"), needs.toString());
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

  double compile(Path bin) throws Exception {
    Path parent = Files.createTempDirectory("s6j-bench");
    Path database = parent.resolve("db");
    double millis =
        Processes.time(bin.resolve("s6-rc-compile"), database.toString(), source.toString()) / 1e6;
    if (!Files.exists(database.resolve("db"))) throw new IllegalStateException("no database");
    PathUtils.deleteDirectory(parent);
    return millis;
  }
}
