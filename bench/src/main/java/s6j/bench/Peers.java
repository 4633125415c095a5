package s6j.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The second table: what every supervision suite can do, on all that are installed, in turns. */
final class Peers {
  /** One run on a peer; NaN if it cannot do such a thing. */
  interface Run {
    double on(Peer peer) throws Exception;
  }

  /** Those that are slow at something have fewer runs of it. */
  private static final long MOST_NANOS = 4_000_000_000L;

  private final List<Peer> peers;
  private final Size size;
  private final Predicate<Row> wanted;
  private Figures figures;
  private boolean failed;

  Peers(List<Peer> peers, Size size, Predicate<Row> wanted) {
    this.peers = peers;
    this.size = size;
    this.wanted = wanted;
  }

  /** Whether nothing has failed. */
  boolean measure(Figures all) throws Exception {
    figures = all;
    measureOne();
    measureReady();
    measureMany();
    return !failed;
  }

  private void measureOne() throws Exception {
    Row anonymous = new Row("idle supervisor, Anonymous", "kB");
    Row proportional = new Row("idle supervisor, Pss", "kB");
    Row status = new Row("start of the status command", "ms");
    Row restart = new Row("death to restart, no readiness", "ms");
    if (isAnyWanted(anonymous, proportional, status, restart)) {
      Map<Peer, Supervised> running = startAll(peers, false);
      // Memory before a restart, which not all of them do without new memory.
      Thread.sleep(500);
      add(anonymous, 1, running, on -> ProcessTable.anonymous(on.supervisor));
      add(proportional, 1, running, on -> ProcessTable.proportional(on.supervisor));
      add(status, size.of(31, 101, 301), peer -> peer.startStatus(running.get(peer).service));
      add(restart, size.of(3, 5, 15), running, Supervised::restart);
      for (Supervised each : running.values()) each.close();
    }
    add(new Row("image of the supervisor", "bytes"), 1, Peer::imageSize);
  }

  private void measureReady() throws Exception {
    Row restart = new Row("death to restart, readiness told", "ms");
    if (!isAnyWanted(restart)) return;
    List<Peer> told = peers.stream().filter(Peer::knowsReadiness).toList();
    Map<Peer, Supervised> running = startAll(told, true);
    add(restart, size.of(3, 7, 15), running, Supervised::restart);
    for (Supervised each : running.values()) each.close();
  }

  private Map<Peer, Supervised> startAll(List<Peer> some, boolean tellsReadiness) {
    Map<Peer, Supervised> running = new LinkedHashMap<>();
    for (Peer peer : some) {
      try {
        running.put(peer, new Supervised(tellsReadiness, peer::startOne));
      } catch (Exception e) {
        tell(peer, "one service", e);
      }
    }
    return running;
  }

  private void measureMany() {
    int count = size.of(200, 1000, 1000);
    String services = count + " services, ";
    List<Row> rows =
        List.of(
            new Row(services + "up", "ms"),
            new Row(services + "Anonymous of all supervisors", "kB"),
            new Row(services + "Pss of all supervisors", "kB"));
    if (!isAnyWanted(rows.toArray(new Row[0]))) return;
    List<Map<Peer, Samples>> columns = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) columns.add(new LinkedHashMap<>());
    Map<Peer, Long> spent = new LinkedHashMap<>();
    for (int run = 0; run < size.of(1, 2, 5); run++)
      for (Peer peer : inTurn(run))
        if (peer.canRunMany() && spent.getOrDefault(peer, 0L) < MOST_NANOS * 3) {
          long start = System.nanoTime();
          runMany(new ManyOfPeer(peer, count), columns);
          spent.merge(peer, System.nanoTime() - start, Long::sum);
        }
    for (int i = 0; i < rows.size(); i++) tell(rows.get(i), columns.get(i));
  }

  private void runMany(ManyOfPeer many, List<Map<Peer, Samples>> columns) {
    try {
      double[] measured = many.run();
      for (int i = 0; i < measured.length; i++)
        columns.get(i).computeIfAbsent(many.peer(), peer -> new Samples()).add(measured[i]);
    } catch (Exception e) {
      tell(many.peer(), "many services", e);
    }
  }

  private interface RunOfOne {
    double on(Supervised supervised) throws Exception;
  }

  private void add(Row row, int runs, Map<Peer, Supervised> running, RunOfOne run) {
    add(row, runs, peer -> running.containsKey(peer) ? run.on(running.get(peer)) : Double.NaN);
  }

  private void add(Row row, int runs, Run run) {
    if (!wanted.test(row)) return;
    Map<Peer, Samples> column = new LinkedHashMap<>();
    Map<Peer, Long> spent = new LinkedHashMap<>();
    for (int i = 0; i < runs; i++)
      for (Peer peer : inTurn(i))
        if (i < 3 || spent.getOrDefault(peer, 0L) < MOST_NANOS) {
          long start = System.nanoTime();
          runOne(row, peer, run, column);
          spent.merge(peer, System.nanoTime() - start, Long::sum);
        }
    tell(row, column);
  }

  /** Each is once the first. */
  private List<Peer> inTurn(int turn) {
    List<Peer> turned = new ArrayList<>(peers);
    Collections.rotate(turned, -turn);
    return turned;
  }

  private void runOne(Row row, Peer peer, Run run, Map<Peer, Samples> column) {
    try {
      double figure = run.on(peer);
      if (!Double.isNaN(figure)) column.computeIfAbsent(peer, key -> new Samples()).add(figure);
    } catch (Exception e) {
      tell(peer, row.name(), e);
    }
  }

  private boolean isAnyWanted(Row... rows) {
    for (Row row : rows) if (wanted.test(row)) return true;
    return false;
  }

  private void tell(Row row, Map<Peer, Samples> column) {
    Map<String, Samples> values = new LinkedHashMap<>();
    for (Peer peer : peers) values.put(peer.name(), column.getOrDefault(peer, new Samples()));
    if (wanted.test(row)) figures.add(new PeerFigure(row, values));
  }

  private void tell(Peer peer, String what, Exception e) {
    System.err.println("bench: " + peer.name() + ", " + what + ": " + e);
    failed = true;
  }
}
