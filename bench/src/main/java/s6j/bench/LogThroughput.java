package s6j.bench;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The megabytes of lines that s6-log takes in a second, through a pipe from cat, as it would from a
 * service; its own start and end are in it, all files are in memory.
 */
final class LogThroughput implements Probe {
  private static final Path CAT = Path.of("/bin/cat");

  private final int megabytes;
  private final String[] script;
  private final Path input = ProcessTable.temporaryFile();

  LogThroughput(int lineLength, int megabytes, String... script) throws Exception {
    this.megabytes = megabytes;
    this.script = script;
    writeLines(input, lineLength, megabytes * 1_000_000L);
  }

  static void writeLines(Path file, int lineLength, long bytes) throws Exception {
    byte[] line = new byte[lineLength];
    Arrays.fill(line, (byte) 'x');
    line[lineLength - 1] = '\n';
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long written = 0; written < bytes; written += lineLength) out.write(line);
    }
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path directory = ProcessTable.temporaryDirectory();
    String[] arguments = Arrays.copyOf(script, script.length + 1);
    arguments[script.length] = directory.resolve("log").toString();
    long start = System.nanoTime();
    ProcessTable.awaitPipeline(CAT, input.toString(), bin.resolve("s6-log"), arguments);
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessTable.remove(directory);
    return new double[] {megabytes / seconds};
  }

  @Override
  public void close() throws Exception {
    Files.delete(input);
  }
}
