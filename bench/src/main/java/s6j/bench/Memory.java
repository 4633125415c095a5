package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** The private memory of idle daemons, in kB. */
final class Memory {
  private Memory() {}

  static double ofSupervise(Path bin) throws Exception {
    return supervise(bin)[0];
  }

  static double proportionalOfSupervise(Path bin) throws Exception {
    return supervise(bin)[1];
  }

  private static double[] supervise(Path bin) throws Exception {
    Path service = Processes.service(Files.createTempDirectory("s6j-bench"), "100000");
    int supervisor = Processes.start(bin.resolve("s6-supervise"), service.toString());
    while (!Processes.isUp(service)) Thread.sleep(5);
    Thread.sleep(100);
    double[] sizes = {Processes.anonymous(supervisor), Processes.proportional(supervisor)};
    Processes.terminate(supervisor);
    Processes.await(supervisor);
    return sizes;
  }

  static double ofSvscan(Path bin) throws Exception {
    Path scan = Files.createTempDirectory("s6j-bench");
    Path service = Processes.service(scan, "100000");
    int svscan = Processes.start(bin.resolve("s6-svscan"), scan.toString());
    while (!Processes.isUp(service)) Thread.sleep(5);
    Thread.sleep(100);
    double anonymous = Processes.anonymous(svscan);
    Processes.terminate(svscan);
    Processes.await(svscan);
    return anonymous;
  }
}
