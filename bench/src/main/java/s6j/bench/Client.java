package s6j.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Stream;
import s6j.client.Listening;
import s6j.client.Service;

/** The library in a virtual machine that has warmed up: its supervisor is this class. */
final class Client {
  private static final int WARM = 20_000;
  private static final int READS = 20_000;
  private static final int EVENTS = 2_000;
  private static final int STATUS_SIZE = 35;

  private Client() {}

  /** Microseconds that a status takes to be read. */
  static double status(Path bin) throws Exception {
    Path directory = ProcessTable.temporaryDirectory();
    Service service = service(directory, "web");
    long known = 0;
    for (int i = 0; i < WARM; i++) known += service.status().pid().getAsLong();
    long start = System.nanoTime();
    for (int i = 0; i < READS; i++) known += service.status().pid().getAsLong();
    double micros = (System.nanoTime() - start) / 1e3 / READS;
    if (known != (WARM + READS) * 77L) throw new IllegalStateException("read " + known);
    ProcessTable.remove(directory);
    return micros;
  }

  private static Service service(Path directory, String name) throws Exception {
    Path service = directory.resolve(name);
    Files.createDirectories(service.resolve("supervise"));
    Files.createDirectories(service.resolve("event"));
    byte[] status = new byte[STATUS_SIZE];
    status[0] = status[12] = 0x40;
    status[31] = 77;
    Files.write(service.resolve("supervise/status"), status);
    return Service.at(service);
  }

  /**
   * Milliseconds from a letter in a fifo to a listener that has it: the median and what one of a
   * hundred takes longer than; and how many threads that takes.
   */
  static double[] events(int services) throws Exception {
    Path directory = ProcessTable.temporaryDirectory();
    List<Listening> listenings = new ArrayList<>();
    List<Path> fifos = new ArrayList<>();
    SynchronousQueue<Long> told = new SynchronousQueue<>();
    for (int i = 0; i < services; i++) {
      Service service = service(directory, "s" + i);
      listenings.add(service.listen(event -> put(told)));
      try (Stream<Path> made = Files.list(service.path().resolve("event"))) {
        fifos.add(made.findFirst().orElseThrow());
      }
    }
    double threads = threads();
    double[] millis = new double[EVENTS];
    byte[] letter = "u".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 2 * EVENTS; i++) {
      Path fifo = fifos.get(i % services);
      long start = System.nanoTime();
      Files.write(fifo, letter);
      millis[i % EVENTS] = (told.take() - start) / 1e6;
    }
    listenings.forEach(Listening::close);
    ProcessTable.remove(directory);
    Arrays.sort(millis);
    return new double[] {millis[EVENTS / 2], millis[EVENTS * 99 / 100], threads};
  }

  /** The time is taken in the listener. */
  private static void put(SynchronousQueue<Long> told) {
    try {
      told.put(System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("s6j-client"))
        .count();
  }
}
