package s6j.bench;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.io.file.PathUtils;

/** What s6-log writes in a second, and how soon a line can be read. */
final class Logging {
  private static final int LATENCIES = 200;

  private Logging() {}

  /** Megabytes of input a second, for lines of this many bytes and one script. */
  static Bench.Probe throughput(int lineLength, int megabytes, String... script) throws Exception {
    Path input = input(lineLength, megabytes);
    return bin -> {
      Path directory = Processes.temporaryDirectory();
      String[] arguments = Arrays.copyOf(script, script.length + 1);
      arguments[script.length] = directory.resolve("log").toString();
      long start = System.nanoTime();
      Processes.await(Processes.startReading(input, bin.resolve("s6-log"), arguments));
      double seconds = (System.nanoTime() - start) / 1e9;
      PathUtils.deleteDirectory(directory);
      return megabytes / seconds;
    };
  }

  private static Path input(int lineLength, int megabytes) throws Exception {
    Path input = Processes.temporaryFile();
    input.toFile().deleteOnExit();
    byte[] line = new byte[lineLength];
    Arrays.fill(line, (byte) 'x');
    line[lineLength - 1] = '\n';
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(input), 1 << 20)) {
      for (long written = 0; written < megabytes * 1_000_000L; written += lineLength)
        out.write(line);
    }
    return input;
  }

  /** Microseconds from the writing of a line to the moment current is longer; the median. */
  static double latency(Path bin) throws Exception {
    Path directory = Processes.temporaryDirectory();
    Path fifo = directory.resolve("fifo");
    Processes.makeFifo(fifo);
    byte[] line = "a line of some length\n".getBytes(StandardCharsets.US_ASCII);
    double[] micros = new double[LATENCIES];
    try (RandomAccessFile lines = new RandomAccessFile(fifo.toFile(), "rw")) {
      String log = directory.resolve("log").toString();
      int logger = Processes.startReading(fifo, bin.resolve("s6-log"), "t", log);
      Path current = directory.resolve("log/current");
      while (!Files.exists(current)) Thread.sleep(5);
      try (RandomAccessFile written = new RandomAccessFile(current.toFile(), "r")) {
        for (int i = 0; i < LATENCIES; i++) micros[i] = oneLine(lines, line, written);
      }
      Processes.terminate(logger);
      Processes.await(logger);
    }
    PathUtils.deleteDirectory(directory);
    return Bench.median(micros);
  }

  private static double oneLine(RandomAccessFile lines, byte[] line, RandomAccessFile written)
      throws Exception {
    long before = written.length();
    long start = System.nanoTime();
    lines.write(line);
    while (written.length() == before) Thread.onSpinWait();
    double micros = (System.nanoTime() - start) / 1e3;
    Thread.sleep(1);
    return micros;
  }
}
