package s6j.graph;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import s6j.graph.ServiceGraph.Edge;

/** A service graph with places for everything, in pixels: what starts first is at the left. */
final class Layout {
  private static final double HEIGHT = 26;
  private static final double MARGIN = 12;
  private static final double TITLE = 30;

  final ElkNode root = ElkGraphUtil.createGraph();

  /** By number of the service. */
  final List<ElkNode> services = new ArrayList<>();

  /** By number of the bundle in {@link Clusters}. */
  final List<ElkNode> bundles = new ArrayList<>();

  final List<Edge> edges;
  final List<ElkEdge> lines = new ArrayList<>();

  Layout(ServiceGraph graph, Clusters clusters) {
    edges = new Reduction(graph).edges();
    configure();
    addBundles(clusters);
    for (int i = 0; i < graph.services().size(); i++) addService(graph, clusters, i);
    for (Edge edge : edges)
      lines.add(ElkGraphUtil.createSimpleEdge(services.get(edge.from()), services.get(edge.to())));
    for (ElkNode box : bundles) arrangeUnconnected(box);
    arrangeUnconnected(root);
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
  }

  private void configure() {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    root.setProperty(CoreOptions.DIRECTION, Direction.LEFT);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.SPACING_NODE_NODE, 10.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 36.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 5.0);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
  }

  /** The largest first, as each is made inside of a larger one. */
  private void addBundles(Clusters clusters) {
    int count = clusters.bundles().size();
    for (int i = 0; i < count; i++) bundles.add(null);
    for (int i = count - 1; i >= 0; i--) {
      int around = clusters.around(i);
      ElkNode box = ElkGraphUtil.createNode(around == Clusters.NONE ? root : bundles.get(around));
      box.setProperty(CoreOptions.PADDING, new ElkPadding(TITLE, MARGIN, MARGIN, MARGIN));
      box.setDimensions(widthOf(clusters.bundles().get(i).name()) + MARGIN, TITLE + MARGIN);
      bundles.set(i, box);
    }
  }

  private void addService(ServiceGraph graph, Clusters clusters, int service) {
    int cluster = clusters.of(service);
    ElkNode node = ElkGraphUtil.createNode(cluster == Clusters.NONE ? root : bundles.get(cluster));
    node.setDimensions(widthOf(graph.services().get(service).name()), HEIGHT);
    services.add(node);
  }

  /** What nothing is tied to would stand in one long column: lines that are not drawn make rows. */
  private static void arrangeUnconnected(ElkNode box) {
    List<ElkNode> alone =
        box.getChildren().stream()
            .filter(node -> node.getChildren().isEmpty() && isUnconnected(node))
            .toList();
    int rows = (int) Math.ceil(Math.sqrt(3.0 * alone.size()));
    for (int i = rows; i < alone.size(); i++)
      ElkGraphUtil.createSimpleEdge(alone.get(i), alone.get(i - rows));
  }

  private static boolean isUnconnected(ElkNode node) {
    return node.getOutgoingEdges().isEmpty() && node.getIncomingEdges().isEmpty();
  }

  /** Of a text in 12 pixels of a monospaced font, with room at both ends. */
  static double widthOf(String name) {
    return Math.max(40, 7.3 * name.codePointCount(0, name.length()) + 18);
  }
}
