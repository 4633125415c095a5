package s6j.bench;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How soon a line can be read that s6-log was given, and what memory it keeps. */
final class Logging {
  private static final int LATENCIES = 200;

  /** Longer than a burst of lines is waited for to go on. */
  private static final int QUIET_MILLIS = 1500;

  private Logging() {}

  /** Microseconds from the writing of a line to the moment current is longer; the median. */
  static double latency(Path bin) throws Exception {
    Path directory = ProcessTable.temporaryDirectory();
    Path fifo = directory.resolve("fifo");
    ProcessTable.makeFifo(fifo);
    byte[] line = "a line of some length\n".getBytes(StandardCharsets.US_ASCII);
    Samples micros = new Samples();
    try (RandomAccessFile lines = new RandomAccessFile(fifo.toFile(), "rw")) {
      String log = directory.resolve("log").toString();
      int logger = ProcessTable.startReading(fifo, bin.resolve("s6-log"), "t", log);
      Path current = directory.resolve("log/current");
      ProcessTable.until(() -> Files.exists(current), 5);
      try (RandomAccessFile written = new RandomAccessFile(current.toFile(), "r")) {
        for (int i = 0; i < LATENCIES; i++) micros.add(oneLine(lines, line, written));
      }
      ProcessTable.terminate(logger);
      ProcessTable.await(logger);
    }
    ProcessTable.remove(directory);
    return micros.median();
  }

  /** Private memory, in kB, of a logger that has rotated some times and waits for lines. */
  static double anonymous(Path bin) throws Exception {
    Path directory = ProcessTable.temporaryDirectory();
    Path fifo = directory.resolve("fifo");
    ProcessTable.makeFifo(fifo);
    Path input = directory.resolve("input");
    LogThroughput.writeLines(input, 100, 1_000_000);
    byte[] lines = Files.readAllBytes(input);
    Path log = directory.resolve("log");
    double anonymous;
    try (RandomAccessFile pipe = new RandomAccessFile(fifo.toFile(), "rw")) {
      String[] script = {"t", "s100000", log.toString()};
      int logger = ProcessTable.startReading(fifo, bin.resolve("s6-log"), script);
      pipe.write(lines);
      pipe.write("last\n".getBytes(StandardCharsets.US_ASCII));
      Path current = log.resolve("current");
      ProcessTable.until(
          () -> Files.exists(current) && Files.readString(current).endsWith(" last\n"), 5);
      Thread.sleep(QUIET_MILLIS);
      anonymous = ProcessTable.anonymous(logger);
      ProcessTable.terminate(logger);
      ProcessTable.await(logger);
    }
    ProcessTable.remove(directory);
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
