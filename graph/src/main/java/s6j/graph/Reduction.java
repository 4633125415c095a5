package s6j.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import s6j.graph.ServiceGraph.Edge;

/**
 * The edges worth drawing: a need that follows from two others, and one that goes with a pipe, say
 * nothing new and hide the rest.
 */
final class Reduction {
  private final ServiceGraph graph;
  private final List<Set<Integer>> needs = new ArrayList<>();
  private final List<BitSet> reachable = new ArrayList<>();

  Reduction(ServiceGraph graph) {
    this.graph = graph;
    for (int i = 0; i < graph.services().size(); i++) {
      needs.add(new HashSet<>());
      reachable.add(null);
    }
    for (Edge edge : graph.edges()) needs.get(edge.from()).add(edge.to());
  }

  /** Pipes first, each pair of services at most once. */
  List<Edge> edges() {
    List<Edge> kept = new ArrayList<>();
    Set<Long> drawn = new HashSet<>();
    for (boolean pipe : new boolean[] {true, false})
      for (Edge edge : graph.edges())
        if (edge.pipe() == pipe
            && (pipe || !isImplied(edge))
            && drawn.add((long) edge.from() << 32 | edge.to())) kept.add(edge);
    return kept;
  }

  private boolean isImplied(Edge edge) {
    for (int needed : needs.get(edge.from()))
      if (needed != edge.to() && reachableFrom(needed).get(edge.to())) return true;
    return false;
  }

  /** What a service needs at any distance, found without recursion: chains may be long. */
  private BitSet reachableFrom(int service) {
    if (reachable.get(service) != null) return reachable.get(service);
    BitSet seen = new BitSet();
    List<Integer> pending = new ArrayList<>(needs.get(service));
    while (!pending.isEmpty()) {
      int next = pending.remove(pending.size() - 1);
      if (seen.get(next)) continue;
      seen.set(next);
      if (reachable.get(next) != null) seen.or(reachable.get(next));
      else pending.addAll(needs.get(next));
    }
    reachable.set(service, seen);
    return seen;
  }
}
