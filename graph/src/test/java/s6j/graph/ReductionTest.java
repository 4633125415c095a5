package s6j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.graph.ServiceGraph.Edge;
import s6j.graph.ServiceGraph.Kind;

class ReductionTest {
  private static final int COUNT = 8;

  /** What needs what, at any distance, is the same as before, and no edge can be spared. */
  @Property(tries = 300)
  void nothingIsLostAndNothingIsLeft(
      @ForAll @Size(max = 25) List<@IntRange(max = COUNT * COUNT - 1) Integer> pairs) {
    ServiceGraph graph = services(COUNT);
    for (int pair : pairs) {
      int from = Math.max(pair % COUNT, pair / COUNT);
      int to = Math.min(pair % COUNT, pair / COUNT);
      if (from != to) graph.needs(from, to);
    }
    List<Edge> kept = new Reduction(graph).edges();
    assertEquals(closure(graph.edges()), closure(kept));
    for (Edge edge : kept) {
      List<Edge> fewer = new ArrayList<>(kept);
      fewer.remove(edge);
      assertTrue(!closure(fewer).equals(closure(kept)), "spare " + edge);
    }
  }

  @Test
  void aLongChainNeedsNoDeepStack() {
    ServiceGraph graph = services(20_000);
    for (int i = 1; i < 20_000; i++) graph.needs(i, i - 1);
    assertEquals(19_999, new Reduction(graph).edges().size());
  }

  @Test
  void overlappingBundlesStandInTheOneThatHasHalfOfThem() {
    ServiceGraph graph = services(6);
    graph
        .bundle("all", List.of(0, 1, 2, 3))
        .bundle("pipe", List.of(3, 4))
        .bundle("other", List.of(5));
    Clusters clusters = new Clusters(graph);
    assertEquals("other", clusters.bundles().get(0).name());
    assertEquals("pipe", clusters.bundles().get(1).name());
    assertEquals(2, clusters.around(1));
    assertEquals(Clusters.NONE, clusters.around(0));
    assertEquals(1, clusters.of(3));
    assertEquals(2, clusters.of(0));
    assertEquals(List.of("all", "pipe"), clusters.namesOf(3).stream().sorted().toList());
  }

  private static ServiceGraph services(int count) {
    ServiceGraph graph = new ServiceGraph();
    for (int i = 0; i < count; i++) graph.service("s" + i, Kind.ONESHOT, false);
    return graph;
  }

  private static List<List<Boolean>> closure(List<Edge> edges) {
    boolean[][] reaches = new boolean[COUNT][COUNT];
    for (Edge edge : edges) reaches[edge.from()][edge.to()] = true;
    for (int k = 0; k < COUNT; k++)
      for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT; j++) reaches[i][j] |= reaches[i][k] && reaches[k][j];
    List<List<Boolean>> rows = new ArrayList<>();
    for (boolean[] row : reaches) {
      List<Boolean> list = new ArrayList<>();
      for (boolean cell : row) list.add(cell);
      rows.add(list);
    }
    return rows;
  }
}
