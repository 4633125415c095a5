package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** s6 and what has its commands. */
record S6Peer(String name, Path bin, boolean isNative) implements Peer {
  private static final String MOST = "10000";

  @Override
  public int startOne(Path service) {
    return ProcessTable.start(bin.resolve("s6-supervise"), service.toString());
  }

  @Override
  public double startStatus(Path service) {
    return ProcessTable.time(bin.resolve("s6-svstat"), service.toString()) / 1e6;
  }

  @Override
  public int startMany(Path scan) {
    String most = ManyServices.mostOption(bin);
    return ProcessTable.start(bin.resolve("s6-svscan"), most, MOST, scan.toString());
  }

  @Override
  public void stopMany(Path scan, int root, List<Integer> supervisors) throws Exception {
    ProcessTable.send(scan.resolve(".s6-svscan/control"), "t");
    ProcessTable.await(root);
  }

  @Override
  public boolean knowsReadiness() {
    return true;
  }

  @Override
  public boolean canRunMany() {
    return isNative;
  }

  @Override
  public double imageSize() throws Exception {
    return isNative ? Files.size(bin.resolve("s6-supervise").toRealPath()) : Double.NaN;
  }
}
