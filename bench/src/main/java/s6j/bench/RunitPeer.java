package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** runit, as Debian installs it; its runsvdir knows no more than 1,000 services. */
record RunitPeer() implements Peer {
  @Override
  public String name() {
    return "runit";
  }

  @Override
  public int startOne(Path service) {
    return ProcessTable.start(DEBIAN.resolve("runsv"), service.toString());
  }

  @Override
  public double startStatus(Path service) {
    return ProcessTable.time(DEBIAN.resolve("sv"), "status", service.toString()) / 1e6;
  }

  @Override
  public int startMany(Path scan) {
    return ProcessTable.start(DEBIAN.resolve("runsvdir"), scan.toString());
  }

  /** HUP: runsvdir passes it on as TERM and does not wait. */
  @Override
  public void stopMany(Path scan, int root, List<Integer> supervisors) throws Exception {
    ProcessTable.hangUp(root);
    ProcessTable.await(root);
    for (int supervisor : supervisors) ProcessTable.awaitGone(supervisor);
  }

  @Override
  public double imageSize() throws Exception {
    return Files.size(DEBIAN.resolve("runsv").toRealPath());
  }
}
