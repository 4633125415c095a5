package s6j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import s6j.graph.ServiceGraph.Kind;

class SvgDrawingTest {
  private final ServiceGraph graph = new ServiceGraph();

  @Test
  void servicesStandInTheirBundleAndApart() throws Exception {
    for (int i = 0; i < 200; i++) service("service-" + i);
    for (int i = 0; i < 10; i++) {
      List<Integer> contents = new ArrayList<>();
      for (int j = 0; j < 18; j++) contents.add(18 * i + j);
      graph.bundle("bundle-" + i, contents);
    }
    for (int i = 1; i < 150; i++) graph.needs(i, i / 2).needs(i, Math.max(0, i - 7));
    Document drawing = drawing();
    List<Rectangle2D> services = boxes(drawing, "service");
    List<Rectangle2D> bundles = boxes(drawing, "bundle");
    assertEquals(200, services.size());
    assertEquals(10, bundles.size());
    for (int i = 0; i < 200; i++)
      for (int j = 0; j < i; j++)
        assertFalse(services.get(i).intersects(services.get(j)), i + " over " + j);
    for (Rectangle2D bundle : bundles)
      assertEquals(18, services.stream().filter(bundle::contains).count());
    assertTrue(drawing.getElementsByTagName("path").getLength() > 150);
  }

  @Test
  void linesGoFromBoxToBoxAlsoOutOfBundles() throws Exception {
    int web = service("web");
    int net = service("net");
    int lo = service("lo");
    graph.bundle("in", List.of(net)).bundle("out", List.of(net, lo));
    graph.needs(web, net).needs(net, lo);
    Document drawing = drawing();
    List<Rectangle2D> services = boxes(drawing, "service");
    List<double[]> lines = lines(drawing, "needs");
    assertEquals(2, lines.size());
    assertTouches(services.get(web), lines.get(0)[0], lines.get(0)[1]);
    assertTouches(services.get(net), lines.get(0)[2], lines.get(0)[3]);
    assertTouches(services.get(lo), lines.get(1)[2], lines.get(1)[3]);
    assertTrue(services.get(lo).getMaxX() <= services.get(net).getX());
    assertTrue(services.get(net).getMaxX() <= services.get(web).getX());
  }

  @Test
  void everyNameCanBeDrawn() throws Exception {
    service("a<b>&\"c'\u0001\t");
    service("-- ]]> é \ud83d\ude00 \ud83d");
    String text = drawing().getDocumentElement().getTextContent();
    assertTrue(text.contains("a<b>&\"c'\ufffd\ufffd"), text);
    assertTrue(text.contains("-- ]]> é \ud83d\ude00 \ufffd"), text);
  }

  @Test
  void aPipeIsDrawnOnceAndThick() throws Exception {
    int daemon = graph.service("d", Kind.LONGRUN, true);
    int logger = graph.service("l", Kind.LONGRUN, false);
    graph.pipe(daemon, logger).needs(daemon, logger).bundle("both", List.of(daemon, logger));
    Document drawing = drawing();
    assertEquals(1, lines(drawing, "pipe").size());
    assertEquals(0, lines(drawing, "needs").size());
    String title = drawing.getElementsByTagName("title").item(0).getTextContent();
    assertEquals("d: longrun, essential, in both", title);
    assertEquals(1, boxes(drawing, "service essential").size());
  }

  @Test
  void theSameGraphGivesTheSameText() {
    for (int i = 0; i < 40; i++) service("s" + i);
    for (int i = 2; i < 40; i++) graph.needs(i, i / 3);
    assertEquals(SvgDrawing.of(graph), SvgDrawing.of(graph));
  }

  @Test
  void manyUnconnectedOnesMakeNoLongColumn() throws Exception {
    for (int i = 0; i < 200; i++) service("s" + i);
    Element svg = drawing().getDocumentElement();
    double width = Double.parseDouble(svg.getAttribute("width"));
    double height = Double.parseDouble(svg.getAttribute("height"));
    assertTrue(height < 3 * width && width < 3 * height, width + " x " + height);
  }

  @Test
  void nothingIsDrawnOfNothing() throws Exception {
    assertEquals(0, boxes(drawing(), "service").size());
  }

  private int service(String name) {
    return graph.service(name, Kind.ONESHOT, false);
  }

  private Document drawing() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(SvgDrawing.of(graph))));
  }

  private static List<Rectangle2D> boxes(Document drawing, String style) {
    List<Rectangle2D> boxes = new ArrayList<>();
    for (Element box : elements(drawing, "rect", style))
      boxes.add(
          new Rectangle2D.Double(
              number(box, "x"), number(box, "y"), number(box, "width"), number(box, "height")));
    return boxes;
  }

  /** Both ends of each line. */
  private static List<double[]> lines(Document drawing, String style) {
    List<double[]> lines = new ArrayList<>();
    for (Element path : elements(drawing, "path", style)) {
      String[] points = path.getAttribute("d").substring(1).split("[L ]");
      lines.add(
          new double[] {
            Double.parseDouble(points[0]),
            Double.parseDouble(points[1]),
            Double.parseDouble(points[points.length - 2]),
            Double.parseDouble(points[points.length - 1])
          });
    }
    return lines;
  }

  private static List<Element> elements(Document drawing, String tag, String style) {
    NodeList all = drawing.getElementsByTagName(tag);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++)
      if (((Element) all.item(i)).getAttribute("class").equals(style))
        found.add((Element) all.item(i));
    return found;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static void assertTouches(Rectangle2D box, double x, double y) {
    Rectangle2D grown = new Rectangle2D.Double();
    grown.setRect(box.getX() - 1, box.getY() - 1, box.getWidth() + 2, box.getHeight() + 2);
    assertTrue(grown.contains(x, y), x + " " + y + " at " + box);
    assertFalse(
        new Rectangle2D.Double(
                box.getX() + 1, box.getY() + 1, box.getWidth() - 2, box.getHeight() - 2)
            .contains(x, y));
  }
}
