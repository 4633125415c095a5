package s6j.bench;

import java.nio.file.Path;

/** The private memory of idle daemons, in kB. */
final class Memory {
  private static final int SETTLE_MILLIS = 100;

  private Memory() {}

  /** Anonymous and Pss. */
  static double[] ofSupervise(Path bin) throws Exception {
    Path parent = Processes.temporaryDirectory();
    Path service = Processes.service(parent, "100000");
    int supervisor = Processes.start(bin.resolve("s6-supervise"), service.toString());
    Processes.until(() -> Processes.isUp(service), 5);
    Thread.sleep(SETTLE_MILLIS);
    double[] sizes = {Processes.anonymous(supervisor), Processes.proportional(supervisor)};
    Processes.terminate(supervisor);
    Processes.await(supervisor);
    Processes.remove(parent);
    return sizes;
  }

  static double ofSvscan(Path bin) throws Exception {
    Path scan = Processes.temporaryDirectory();
    Path service = Processes.service(scan, "100000");
    int svscan = Processes.start(bin.resolve("s6-svscan"), scan.toString());
    Processes.until(() -> Processes.isUp(service), 5);
    Thread.sleep(SETTLE_MILLIS);
    double anonymous = Processes.anonymous(svscan);
    Processes.terminate(svscan);
    Processes.await(svscan);
    Processes.remove(scan);
    return anonymous;
  }
}
