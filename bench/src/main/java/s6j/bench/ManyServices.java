package s6j.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A scan directory of many services: milliseconds from the start of svscan to all up, and from its
 * TERM to its end; between, the sums over the idle supervisors, Anonymous and Pss in kB.
 */
final class ManyServices implements Probe {
  private static final int FIRST = 100_000;
  private static final int SETTLE_MILLIS = 300;

  private final int count;
  private final boolean weighs;

  ManyServices(int count) {
    this(count, true);
  }

  ManyServices(int count, boolean weighs) {
    this.count = count;
    this.weighs = weighs;
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path scan = ProcessTable.temporaryDirectory();
    Path[] services = new Path[count];
    for (int i = 0; i < count; i++)
      services[i] = ProcessTable.service(scan, Integer.toString(FIRST + i));
    long start = System.nanoTime();
    String most = Integer.toString(count + 10);
    int svscan =
        ProcessTable.start(bin.resolve("s6-svscan"), mostOption(bin), most, scan.toString());
    for (Path service : services) ProcessTable.until(() -> ProcessTable.isUp(service), 2);
    final double up = (System.nanoTime() - start) / 1e6;
    Thread.sleep(SETTLE_MILLIS);
    List<Integer> supervisors = ProcessTable.children(svscan);
    final double anonymous = weighs ? ProcessTable.anonymous(supervisors) : 0;
    final double proportional = weighs ? ProcessTable.proportional(supervisors) : 0;
    start = System.nanoTime();
    ProcessTable.send(scan.resolve(".s6-svscan/control"), "t");
    ProcessTable.await(svscan);
    final double down = (System.nanoTime() - start) / 1e6;
    ProcessTable.remove(scan);
    return Arrays.copyOf(new double[] {up, down, anonymous, proportional}, weighs ? 4 : 2);
  }

  /** s6 before 2.13 knew -c; -C is an error to it. */
  static String mostOption(Path bin) {
    return bin.startsWith("/usr") ? "-c" : "-C";
  }
}
