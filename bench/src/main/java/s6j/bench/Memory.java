package s6j.bench;

import java.nio.file.Path;

/** The private memory of idle daemons, in kB. */
final class Memory {
  private static final int SETTLE_MILLIS = 100;

  private Memory() {}

  /** Anonymous and Pss. */
  static double[] ofSupervise(Path bin) throws Exception {
    Path parent = ProcessTable.temporaryDirectory();
    Path service = ProcessTable.service(parent, "100000");
    int supervisor = ProcessTable.start(bin.resolve("s6-supervise"), service.toString());
    ProcessTable.until(() -> ProcessTable.isUp(service), 5);
    Thread.sleep(SETTLE_MILLIS);
    double[] sizes = {ProcessTable.anonymous(supervisor), ProcessTable.proportional(supervisor)};
    ProcessTable.terminate(supervisor);
    ProcessTable.await(supervisor);
    ProcessTable.remove(parent);
    return sizes;
  }

  static double ofSvscan(Path bin) throws Exception {
    Path scan = ProcessTable.temporaryDirectory();
    Path service = ProcessTable.service(scan, "100000");
    int svscan = ProcessTable.start(bin.resolve("s6-svscan"), scan.toString());
    ProcessTable.until(() -> ProcessTable.isUp(service), 5);
    Thread.sleep(SETTLE_MILLIS);
    double anonymous = ProcessTable.anonymous(svscan);
    ProcessTable.terminate(svscan);
    ProcessTable.await(svscan);
    ProcessTable.remove(scan);
    return anonymous;
  }
}
