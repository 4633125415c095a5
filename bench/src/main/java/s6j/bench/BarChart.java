package s6j.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Horizontal bars of ratios with a line at 1, as SVG. */
final class BarChart {
  private static final int ROW = 22;
  private static final int TOP = 44;
  private static final int LABELS = 300;
  private static final int BARS = 440;
  private static final int NUMBERS = 60;

  private final String title;
  private final Map<String, Double> bars = new LinkedHashMap<>();

  BarChart(String title) {
    this.title = title;
  }

  void add(String label, double value) {
    bars.put(label, value);
  }

  boolean isEmpty() {
    return bars.isEmpty();
  }

  String svg() {
    int width = LABELS + BARS + NUMBERS;
    int height = TOP + ROW * bars.size() + 10;
    double largest = 1;
    for (double value : bars.values()) largest = Math.max(largest, value);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\"");
    svg.append(" font-family=\"sans-serif\" font-size=\"11\">\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    svg.append("<text x=\"10\" y=\"22\" font-size=\"15\">" + escaped(title) + "</text>\n");
    int y = TOP;
    for (Map.Entry<String, Double> bar : bars.entrySet()) {
      svg.append(bar(bar.getKey(), bar.getValue(), y, BARS / largest));
      y += ROW;
    }
    String one = number(LABELS + BARS / largest);
    svg.append("<path d=\"M" + one + " " + (TOP - 6) + "V" + y + "\" stroke=\"#c33\"/>\n");
    return svg.append("</svg>\n").toString();
  }

  private static String bar(String label, double value, int y, double scale) {
    double width = value * scale;
    String base = "\" y=\"" + (y + 13) + "\"";
    String name = "<text text-anchor=\"end\" x=\"" + (LABELS - 8) + base + ">" + escaped(label);
    String bar = "<rect x=\"" + LABELS + "\" y=\"" + y + "\" height=\"" + (ROW - 5);
    String figure = "<text x=\"" + number(LABELS + width + 5) + base + ">" + number(value);
    return name
        + "</text>\n"
        + bar
        + "\" width=\""
        + number(width)
        + "\" fill=\"#58a\"/>\n"
        + figure
        + "</text>\n";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
