package s6j.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The second table: what every supervision suite can do, on all that are installed. */
final class Peers {
  /** One run on a peer whose service has been up for a while. */
  interface Probe {
    double run(Peer peer, Supervised supervised) throws Exception;
  }

  private final List<Peer> peers;
  private final boolean quick;
  private final String only;

  Peers(List<Peer> peers, boolean quick, String only) {
    this.peers = peers;
    this.quick = quick;
    this.only = only;
  }

  void measure(Figures figures) throws Exception {
    Map<Peer, Supervised> running = new LinkedHashMap<>();
    for (Peer peer : peers) running.put(peer, new Supervised(peer.supervisor()));
    // Before a restart, which not all of them do without new memory.
    Thread.sleep(500);
    add(figures, running, "idle supervisor, Anonymous", "kB", 3, Peers::anonymous);
    add(figures, running, "idle supervisor, Pss", "kB", 3, Peers::proportional);
    int starts = quick ? 51 : 101;
    add(figures, running, "start of the status command", "ms", starts, Peers::status);
    int restarts = quick ? 5 : 7;
    add(figures, running, "death to restart", "ms", restarts, (peer, on) -> on.restart());
    add(figures, running, "image of the supervisor", "bytes", 1, (peer, on) -> peer.imageSize());
    for (Supervised each : running.values()) each.close();
  }

  private static double anonymous(Peer peer, Supervised supervised) throws Exception {
    return Processes.anonymous(supervised.supervisor);
  }

  private static double proportional(Peer peer, Supervised supervised) throws Exception {
    return Processes.proportional(supervised.supervisor);
  }

  private static double status(Peer peer, Supervised supervised) {
    return peer.startStatus(supervised.service);
  }

  private void add(
      Figures figures,
      Map<Peer, Supervised> running,
      String name,
      String unit,
      int runs,
      Probe probe)
      throws Exception {
    if (!name.contains(only)) return;
    double[][] measured = new double[peers.size()][runs];
    for (int run = 0; run < runs; run++)
      for (int i = 0; i < measured.length; i++)
        measured[i][run] = probe.run(peers.get(i), running.get(peers.get(i)));
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < measured.length; i++)
      values.put(peers.get(i).name(), Bench.median(Arrays.copyOf(measured[i], runs)));
    figures.add(new PeerFigure(name, unit, values));
  }
}
