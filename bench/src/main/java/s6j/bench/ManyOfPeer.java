package s6j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Many services under a peer, of each the run script a sh that tells its start: milliseconds until
 * the last has, then Anonymous and Pss in kB of all that supervises, its root included.
 */
record ManyOfPeer(Peer peer, int count) {
  private static final int FIRST = 100_000;
  private static final int SETTLE_MILLIS = 500;

  /** runsvdir waits for the second after the last change of its directory. */
  private static final int AGE_MILLIS = 2000;

  double[] run() throws Exception {
    Path scan = ProcessTable.temporaryDirectory();
    Starts starts = new Starts();
    for (int i = 0; i < count; i++)
      starts.service(scan.resolve(Integer.toString(FIRST + i)), false);
    Thread.sleep(AGE_MILLIS);
    long start = System.nanoTime();
    int root = peer.startMany(scan);
    List<Integer> services = new ArrayList<>();
    List<Integer> supervisors = new ArrayList<>();
    try {
      while (services.size() < count) services.add(starts.next());
      final double up = (System.nanoTime() - start) / 1e6;
      Thread.sleep(SETTLE_MILLIS);
      if (peer.hasSupervisors()) supervisors = ProcessTable.children(root);
      List<Integer> all = new ArrayList<>(supervisors);
      all.add(root);
      return new double[] {up, ProcessTable.anonymous(all), ProcessTable.proportional(all)};
    } finally {
      peer.stopMany(scan, root, supervisors);
      for (int service : services) ProcessTable.killSleep(service);
      starts.close();
      ProcessTable.remove(scan);
    }
  }
}
