package s6j.graph;

import java.util.List;
import java.util.Locale;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.jspecify.annotations.Nullable;
import s6j.graph.ServiceGraph.Kind;
import s6j.graph.ServiceGraph.Service;

/**
 * Draws services as SVG: longruns as boxes, oneshots rounded, bundles as frames around them, an
 * arrow to what a service needs, a thick one to where its output goes. What starts first is at the
 * left. Needs that follow from others are left out; what a service is in shows when it is pointed
 * at.
 */
public final class SvgDrawing {
  private static final String STYLE =
      "text{font:12px monospace;fill:#1b1f24}"
          + ".bundle{fill:#0969da;fill-opacity:.05;stroke:#8c959f}"
          + ".title{fill:#57606a;font-weight:bold}"
          + ".service{fill:#fff;stroke:#1b1f24}"
          + ".essential{stroke-width:2.5}"
          + ".needs{fill:none;stroke:#8c959f;marker-end:url(#a)}"
          + ".pipe{fill:none;stroke:#0969da;stroke-width:2.5;marker-end:url(#p)}"
          + "#a path{fill:#8c959f}#p path{fill:#0969da}";

  private final ServiceGraph graph;
  private final Clusters clusters;
  private final Layout layout;
  private final StringBuilder out = new StringBuilder();

  private SvgDrawing(ServiceGraph graph) {
    this.graph = graph;
    this.clusters = new Clusters(graph);
    this.layout = new Layout(graph, clusters);
  }

  /** The text of an SVG file. The same graph always gives the same text. */
  public static String of(ServiceGraph graph) {
    return new SvgDrawing(graph).draw();
  }

  private String draw() {
    String size = number(layout.root.getWidth()) + " " + number(layout.root.getHeight());
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").append(size);
    out.append("\" width=\"").append(number(layout.root.getWidth()));
    out.append("\" height=\"").append(number(layout.root.getHeight())).append("\">\n");
    out.append("<style>").append(STYLE).append("</style>\n<defs>");
    marker("a", 6);
    marker("p", 4);
    out.append("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    for (int i = layout.bundles.size() - 1; i >= 0; i--) bundle(i);
    for (int i = 0; i < layout.lines.size(); i++) line(i);
    for (int i = 0; i < layout.services.size(); i++) service(i);
    return out.append("</svg>\n").toString();
  }

  private void marker(String id, int size) {
    out.append("<marker id=\"").append(id).append("\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\"");
    out.append(" markerWidth=\"").append(size).append("\" markerHeight=\"").append(size);
    out.append("\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>");
  }

  private void bundle(int number) {
    ElkNode node = layout.bundles.get(number);
    out.append("<g class=\"b\">");
    rectangle(node, "bundle", 4);
    text(left(node) + 10, top(node) + 19, "title", clusters.bundles().get(number).name());
    out.append("</g>\n");
  }

  private void service(int number) {
    Service service = graph.services().get(number);
    ElkNode node = layout.services.get(number);
    out.append("<g class=\"s\"><title>").append(escaped(tip(number))).append("</title>");
    String style = service.essential() ? "service essential" : "service";
    rectangle(node, style, service.kind() == Kind.ONESHOT ? 13 : 2);
    text(left(node) + 9, top(node) + 17, null, service.name());
    out.append("</g>\n");
  }

  private String tip(int number) {
    Service service = graph.services().get(number);
    String tip = service.name() + ": " + service.kind().name().toLowerCase(Locale.ROOT);
    if (service.essential()) tip += ", essential";
    List<String> bundles = clusters.namesOf(number);
    return bundles.isEmpty() ? tip : tip + ", in " + String.join(", ", bundles);
  }

  private void rectangle(ElkNode node, String style, int radius) {
    out.append("<rect class=\"").append(style).append("\" x=\"").append(number(left(node)));
    out.append("\" y=\"").append(number(top(node))).append("\" width=\"");
    out.append(number(node.getWidth())).append("\" height=\"").append(number(node.getHeight()));
    out.append("\" rx=\"").append(radius).append("\"/>");
  }

  private void text(double x, double y, @Nullable String style, String text) {
    out.append("<text");
    if (style != null) out.append(" class=\"").append(style).append('"');
    out.append(" x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\">");
    out.append(escaped(text)).append("</text>");
  }

  private void line(int number) {
    ElkEdge edge = layout.lines.get(number);
    for (ElkEdgeSection section : edge.getSections()) {
      String style = layout.edges.get(number).pipe() ? "pipe" : "needs";
      out.append("<path class=\"").append(style).append("\" d=\"");
      ElkNode within = edge.getContainingNode();
      point('M', within, section.getStartX(), section.getStartY());
      for (ElkBendPoint bend : section.getBendPoints())
        point('L', within, bend.getX(), bend.getY());
      point('L', within, section.getEndX(), section.getEndY());
      out.append("\"/>\n");
    }
  }

  private void point(char letter, ElkNode within, double x, double y) {
    out.append(letter).append(number(left(within) + x)).append(' ');
    out.append(number(top(within) + y));
  }

  /** ELK places things relative to what they are in. */
  private static double left(ElkNode node) {
    double left = 0;
    for (ElkNode at = node; at != null; at = at.getParent()) left += at.getX();
    return left;
  }

  private static double top(ElkNode node) {
    double top = 0;
    for (ElkNode at = node; at != null; at = at.getParent()) top += at.getY();
    return top;
  }

  /** Tenths of a pixel are enough. */
  private static String number(double pixels) {
    long tenths = Math.round(pixels * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  /** XML has no way at all to write most control characters. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '<') escaped.append("&lt;");
              else if (c == '>') escaped.append("&gt;");
              else if (c == '&') escaped.append("&amp;");
              else if (c < ' ' || c == 0xfffe || c == 0xffff || c >= 0xd800 && c < 0xe000)
                escaped.append('\ufffd');
              else escaped.appendCodePoint(c);
            });
    return escaped.toString();
  }
}
