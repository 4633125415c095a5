package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** daemontools, as Debian installs it; its svscan knows no more than 1,000 services. */
record DaemontoolsPeer() implements Peer {
  @Override
  public String name() {
    return "daemontools";
  }

  @Override
  public int startOne(Path service) {
    return ProcessTable.start(DEBIAN.resolve("supervise"), service.toString());
  }

  @Override
  public double startStatus(Path service) {
    return ProcessTable.time(DEBIAN.resolve("svstat"), service.toString()) / 1e6;
  }

  @Override
  public int startMany(Path scan) {
    return ProcessTable.start(DEBIAN.resolve("svscan"), scan.toString());
  }

  /** Its svscan dies alone, and before that starts again what has ended. */
  @Override
  public void stopMany(Path scan, int root, List<Integer> supervisors) throws Exception {
    ProcessTable.terminate(root);
    ProcessTable.await(root);
    for (Path service : ProcessTable.entries(scan))
      ProcessTable.send(service.resolve("supervise/control"), "dx");
    for (int supervisor : supervisors) ProcessTable.awaitGone(supervisor);
  }

  @Override
  public double imageSize() throws Exception {
    return Files.size(DEBIAN.resolve("supervise").toRealPath());
  }
}
