package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** What s6-rc-compile takes for many oneshots: milliseconds, and kB at its peak. */
final class Compiling implements Probe {
  private static final int[] DISTANCES = {1, 7, 21};

  private final Path source;
  private final int needs;

  Compiling(int services) throws Exception {
    this(services, 3);
  }

  /** Each needs at most so many of those before it, of which there are 3 to choose from. */
  Compiling(int services, int needs) throws Exception {
    this.needs = needs;
    source = ProcessTable.temporaryDirectory();
    for (int i = 0; i < services; i++) write(i);
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

  @Override
  public void close() throws Exception {
    ProcessTable.remove(source);
  }

  /** The same of the memory. */
  Probe peak() {
    return new Probe() {
      @Override
      public double[] run(Path bin) throws Exception {
        return new double[] {largest(bin)};
      }

      @Override
      public void close() throws Exception {
        Compiling.this.close();
      }
    };
  }

  /** The most memory that was seen resident while it ran. */
  private double largest(Path bin) throws Exception {
    Path parent = ProcessTable.temporaryDirectory();
    String database = parent.resolve("db").toString();
    int pid = ProcessTable.start(bin.resolve("s6-rc-compile"), database, source.toString());
    double peak = 0;
    for (double now = 1; now > 0; now = ProcessTable.peak(pid)) peak = now;
    ProcessTable.await(pid);
    ProcessTable.remove(parent);
    return peak;
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path parent = ProcessTable.temporaryDirectory();
    Path database = parent.resolve("db");
    double millis =
        ProcessTable.time(bin.resolve("s6-rc-compile"), database.toString(), source.toString())
            / 1e6;
    if (!Files.exists(database.resolve("db"))) throw new IllegalStateException("no database");
    ProcessTable.remove(parent);
    return new double[] {millis};
  }
}
