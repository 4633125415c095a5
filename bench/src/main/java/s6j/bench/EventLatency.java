package s6j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Milliseconds from an event in a fifodir to the end of all who wait for it. One listener's fifo is
 * written to as it is; for several it is s6-ftrig-notify that writes, its own start included.
 */
final class EventLatency implements Probe {
  private static final int SETTLE_MILLIS = 5;

  private final int listeners;
  private final Path directory = ProcessTable.temporaryDirectory();

  EventLatency(int listeners) throws Exception {
    this.listeners = listeners;
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path fifodir = Files.createTempDirectory(directory, "event");
    int[] waiting = new int[listeners];
    for (int i = 0; i < listeners; i++)
      waiting[i] = ProcessTable.start(bin.resolve("s6-ftrig-wait"), fifodir.toString(), "e");
    awaitListeners(fifodir, listeners);
    Thread.sleep(SETTLE_MILLIS);
    long start = System.nanoTime();
    if (listeners == 1) ProcessTable.send(onlyFifo(fifodir), "e");
    else ProcessTable.time(bin.resolve("s6-ftrig-notify"), fifodir.toString(), "e");
    for (int pid : waiting) ProcessTable.await(pid);
    double millis = (System.nanoTime() - start) / 1e6;
    return new double[] {millis};
  }

  private static Path onlyFifo(Path fifodir) throws IOException {
    try (Stream<Path> fifos = Files.list(fifodir)) {
      return fifos.filter(EventLatency::isListener).findFirst().orElseThrow();
    }
  }

  /** Waits until so many listen; a name of theirs begins with {@code ftrig1:}. */
  static void awaitListeners(Path fifodir, int count) throws Exception {
    ProcessTable.until(() -> listeners(fifodir) >= count, 1);
  }

  private static long listeners(Path fifodir) throws IOException {
    try (Stream<Path> fifos = Files.list(fifodir)) {
      return fifos.filter(EventLatency::isListener).count();
    }
  }

  private static boolean isListener(Path fifo) {
    return fifo.getFileName().toString().startsWith("ftrig1:");
  }

  @Override
  public void close() throws Exception {
    ProcessTable.remove(directory);
  }
}
