package s6j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/** A scan directory of many services, from the start of svscan to all up, and to all down. */
final class ManyServices {
  private static final int FIRST = 100_000;

  private final int count;

  ManyServices(int count) {
    this.count = count;
  }

  double up(Path bin) throws Exception {
    return measure(bin)[0];
  }

  double down(Path bin) throws Exception {
    return measure(bin)[1];
  }

  /** The sum over the idle supervisors, in kB. */
  double anonymous(Path bin) throws Exception {
    return measure(bin)[2];
  }

  double proportional(Path bin) throws Exception {
    return measure(bin)[3];
  }

  private double[] measure(Path bin) throws Exception {
    Path scan = Processes.temporaryDirectory();
    List<Path> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++)
      waiting.add(Processes.service(scan, Integer.toString(FIRST + i)));
    long start = System.nanoTime();
    String most = Integer.toString(count + 10);
    int svscan = Processes.start(bin.resolve("s6-svscan"), mostOption(bin), most, scan.toString());
    while (!waiting.isEmpty()) forgetThoseUp(waiting);
    final double up = (System.nanoTime() - start) / 1e6;
    double anonymous = 0;
    double proportional = 0;
    for (int supervisor : Processes.children(svscan)) {
      anonymous += Processes.anonymous(supervisor);
      proportional += Processes.proportional(supervisor);
    }
    start = System.nanoTime();
    Processes.send(scan.resolve(".s6-svscan/control"), "t");
    Processes.await(svscan);
    double down = (System.nanoTime() - start) / 1e6;
    PathUtils.deleteDirectory(scan);
    return new double[] {up, down, anonymous, proportional};
  }

  /** s6 before 2.13 knew -c; -C is an error to it. */
  static String mostOption(Path bin) {
    return bin.startsWith("/usr") ? "-c" : "-C";
  }

  private static void forgetThoseUp(List<Path> waiting) throws Exception {
    for (Iterator<Path> services = waiting.iterator(); services.hasNext(); ) {
      if (!Processes.isUp(services.next())) break;
      services.remove();
    }
    if (!waiting.isEmpty()) Thread.sleep(2);
  }
}
