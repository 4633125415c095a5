package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A scan directory of very many services that are down: milliseconds until all are supervised,
 * until a rescan has found one more (the median of some), and until all have left.
 */
final class ManyDown implements Probe {
  private static final int FIRST = 100_000;
  private static final int RESCANS = 5;
  private static final int SETTLE_MILLIS = 300;

  private final int count;

  /** The suite that has all supervisors in one process; null if none has. */
  private final Path host;

  ManyDown(int count) {
    this(count, null);
  }

  ManyDown(int count, Path host) {
    this.count = count;
    this.host = host;
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path scan = ProcessTable.temporaryDirectory();
    for (int i = 0; i < count; i++) service(scan, i);
    long start = System.nanoTime();
    int svscan = ManyServices.start(bin, host, count, scan);
    for (int i = 0; i < count; i++) awaitSupervised(scan, i);
    final double started = (System.nanoTime() - start) / 1e6;
    Thread.sleep(SETTLE_MILLIS);
    final double rescanned = rescan(scan);
    start = System.nanoTime();
    ProcessTable.send(scan.resolve(".s6-svscan/control"), "t");
    ProcessTable.await(svscan);
    double stopped = (System.nanoTime() - start) / 1e6;
    ProcessTable.remove(scan);
    return new double[] {started, rescanned, stopped};
  }

  /** The median of some rescans, each for one more directory. */
  private double rescan(Path scan) throws Exception {
    Samples rescans = new Samples();
    for (int i = 0; i < RESCANS; i++) {
      service(scan, count + i);
      long start = System.nanoTime();
      ProcessTable.send(scan.resolve(".s6-svscan/control"), "a");
      awaitSupervised(scan, count + i);
      rescans.add((System.nanoTime() - start) / 1e6);
      Thread.sleep(SETTLE_MILLIS);
    }
    return rescans.median();
  }

  private static void service(Path scan, int i) throws Exception {
    Path service = ProcessTable.service(scan, Integer.toString(FIRST + i));
    Files.createFile(service.resolve("down"));
  }

  private static void awaitSupervised(Path scan, int i) throws Exception {
    Path status = scan.resolve(Integer.toString(FIRST + i)).resolve("supervise/status");
    ProcessTable.until(() -> Files.exists(status), 2);
  }
}
