package s6j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A scan directory of many services: milliseconds from the start of svscan to all up, and from its
 * TERM to its end; between, the sums over the idle supervisors, Anonymous and Pss in kB; with the
 * root of the tree where one suite has all supervisors in that.
 */
final class ManyServices implements Probe {
  private static final int FIRST = 100_000;
  private static final int SETTLE_MILLIS = 300;

  private final int count;
  private final boolean weighs;

  /** The suite that has all supervisors in one process; null if none has. */
  private final Path host;

  ManyServices(int count) {
    this(count, true);
  }

  ManyServices(int count, boolean weighs) {
    this(count, weighs, null);
  }

  private ManyServices(int count, boolean weighs, Path host) {
    this.count = count;
    this.weighs = weighs;
    this.host = host;
  }

  /** With all supervisors of the suite {@code host} in one process, and processes of the other. */
  static ManyServices hosted(int count, Path host) {
    return new ManyServices(count, true, host);
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path scan = ProcessTable.temporaryDirectory();
    Path[] services = new Path[count];
    for (int i = 0; i < count; i++)
      services[i] = ProcessTable.service(scan, Integer.toString(FIRST + i));
    long start = System.nanoTime();
    int svscan = start(bin, host, count, scan);
    for (Path service : services) ProcessTable.until(() -> ProcessTable.isUp(service), 2);
    final double up = (System.nanoTime() - start) / 1e6;
    Thread.sleep(SETTLE_MILLIS);
    List<Integer> supervisors = supervisors(bin, svscan);
    final double anonymous = weighs ? ProcessTable.anonymous(supervisors) : 0;
    final double proportional = weighs ? ProcessTable.proportional(supervisors) : 0;
    start = System.nanoTime();
    ProcessTable.send(scan.resolve(".s6-svscan/control"), "t");
    ProcessTable.await(svscan);
    final double down = (System.nanoTime() - start) / 1e6;
    ProcessTable.remove(scan);
    return Arrays.copyOf(new double[] {up, down, anonymous, proportional}, weighs ? 4 : 2);
  }

  /** Starts a scanner that has room for so many services; its pid. */
  static int start(Path bin, Path host, int count, Path scan) {
    String most = Integer.toString(count + 10);
    List<String> words = new ArrayList<>(List.of(mostOption(bin), most));
    if (bin.equals(host)) words.add("-H");
    words.add(scan.toString());
    return ProcessTable.start(bin.resolve("s6-svscan"), words.toArray(String[]::new));
  }

  private List<Integer> supervisors(Path bin, int svscan) throws Exception {
    if (host == null) return ProcessTable.children(svscan);
    List<Integer> all = new ArrayList<>(List.of(svscan));
    if (!bin.equals(host)) all.addAll(ProcessTable.children(svscan));
    return all;
  }

  /** s6 before 2.13 knew -c; -C is an error to it. */
  static String mostOption(Path bin) {
    return bin.startsWith("/usr") ? "-c" : "-C";
  }
}
