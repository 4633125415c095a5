package s6j.bench;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;

/** What s6-log writes in a second, and how soon a line can be read. */
final class Logging {
  private static final int LATENCIES = 200;

  /** By the length of their lines and the megabytes of them. */
  private static final Map<String, Path> INPUTS = new HashMap<>();

  private Logging() {}

  /** Megabytes of input a second, for lines of this many bytes and one script. */
  static Bench.Probe throughput(int lineLength, int megabytes, String... script) {
    return bin -> {
      Path input = input(lineLength, megabytes);
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
    String kind = lineLength + " " + megabytes;
    Path known = INPUTS.get(kind);
    if (known != null) return known;
    Path input = Processes.temporaryFile();
    input.toFile().deleteOnExit();
    INPUTS.put(kind, input);
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

  /** Private memory, in kB, of a logger that has rotated some times and waits for lines. */
  static double anonymous(Path bin) throws Exception {
    Path directory = Processes.temporaryDirectory();
    Path fifo = directory.resolve("fifo");
    Processes.makeFifo(fifo);
    byte[] lines = Files.readAllBytes(input(100, 1));
    Path log = directory.resolve("log");
    double anonymous;
    try (RandomAccessFile pipe = new RandomAccessFile(fifo.toFile(), "rw")) {
      String[] script = {"t", "s100000", log.toString()};
      int logger = Processes.startReading(fifo, bin.resolve("s6-log"), script);
      pipe.write(lines);
      pipe.write("last\n".getBytes(StandardCharsets.US_ASCII));
      Path current = log.resolve("current");
      while (!Files.exists(current) || !Files.readString(current).endsWith(" last\n"))
        Thread.sleep(5);
      anonymous = Processes.anonymous(logger);
      Processes.terminate(logger);
      Processes.await(logger);
    }
    PathUtils.deleteDirectory(directory);
    return anonymous;
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
