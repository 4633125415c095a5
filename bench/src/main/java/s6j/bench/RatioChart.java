package s6j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Ratios as horizontal bars from 1 on a logarithmic axis, as SVG: what is better than the reference
 * in one colour, what is worse in another, beside each both medians, and a mark at the target. It
 * has a ground of its own, light or dark as the reader prefers.
 */
final class RatioChart {
  private static final double[] TICKS = {0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20};
  private static final int ROW = 22;
  private static final int TOP = 84;
  private static final int LEFT = 330;
  private static final int BARS = 400;
  private static final int RIGHT = 210;
  private static final int BOTTOM = 14;

  private static final String STYLE =
      """
      <style>
      .ground { fill: #ffffff; stroke: #d0d7de }
      text { fill: #1f2328; font: 12px system-ui, sans-serif }
      .title { font-size: 15px; font-weight: 600 }
      .faint { fill: #59636e; font-size: 11px }
      .grid { stroke: #e3e7eb }
      .one { stroke: #59636e; stroke-width: 1.5 }
      .target { stroke: #1f2328; stroke-width: 2 }
      .better { fill: #2a7ab9 }
      .worse { fill: #d9822b }
      .pale { opacity: 0.45 }
      @media (prefers-color-scheme: dark) {
        .ground { fill: #0d1117; stroke: #3d444d }
        text { fill: #f0f6fc }
        .faint { fill: #9198a1 }
        .grid { stroke: #262c36 }
        .one { stroke: #9198a1 }
        .target { stroke: #f0f6fc }
        .better { fill: #4393d6 }
        .worse { fill: #e0913f }
      }
      </style>
      """;

  private final String title;
  private final boolean isMoreBetter;
  private final List<Figure> figures = new ArrayList<>();
  private double least = 0.5;
  private double most = 2;

  RatioChart(String title, boolean isMoreBetter) {
    this.title = title;
    this.isMoreBetter = isMoreBetter;
  }

  void add(Figure figure) {
    figures.add(figure);
    include(figure.ratio());
    if (figure.row().target().isRatio()) include(figure.row().target().limit());
  }

  /** The axis ends at a tick. */
  private void include(double ratio) {
    for (double tick : TICKS) if (tick > most && most < ratio) most = tick;
    for (int i = TICKS.length - 1; i >= 0; i--)
      if (TICKS[i] < least && least > ratio) least = TICKS[i];
  }

  boolean isEmpty() {
    return figures.isEmpty();
  }

  String svg() {
    int width = LEFT + BARS + RIGHT;
    int bottom = TOP + ROW * figures.size();
    int height = bottom + BOTTOM;
    StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    svg.append(" width=\"" + width + "\" height=\"" + height + "\"");
    svg.append(" viewBox=\"0 0 " + width + " " + height + "\">\n").append(STYLE);
    svg.append("<rect class=\"ground\" x=\"0.5\" y=\"0.5\" rx=\"6\" width=\"" + (width - 1));
    svg.append("\" height=\"" + (height - 1) + "\"/>\n");
    svg.append(text("title", 16, 26, "start", title));
    svg.append(legend());
    for (double tick : TICKS) if (tick >= least && tick <= most) svg.append(tick(tick, bottom));
    svg.append(line("one", at(1), TOP - 4, bottom));
    int y = TOP;
    for (Figure figure : figures) {
      svg.append(bar(figure, y));
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String legend() {
    return box("better", 16, 37, 10, 10)
        + text("faint", 31, 46, "start", "s6j is better")
        + box("worse", 110, 37, 10, 10)
        + text("faint", 125, 46, "start", "worse")
        + line("target", 172, 36, 48)
        + text("faint", 179, 46, "start", "target")
        + text("faint", 230, 46, "start", "pale: noisy")
        + text("faint", LEFT + BARS + 70, TOP - 10, "start", "s6j : reference");
  }

  private String tick(double tick, int bottom) {
    String name = tick < 1 ? String.valueOf(tick) : String.valueOf((int) tick);
    return line("grid", at(tick), TOP - 4, bottom)
        + text("faint", at(tick), TOP - 10, "middle", name + " ×");
  }

  private String bar(Figure figure, int y) {
    double ratio = Math.min(Math.max(figure.ratio(), least), most);
    double from = Math.min(at(1), at(ratio));
    double width = Math.max(Math.abs(at(ratio) - at(1)), 1);
    boolean better = isMoreBetter ? figure.ratio() >= 1 : figure.ratio() <= 1;
    Goal target = figure.row().target();
    String medians = Figure.number(figure.own()) + " : " + Figure.number(figure.reference());
    return text("label", LEFT - 14, y + 15, "end", figure.name())
        + box(
            (better ? "better" : "worse") + (figure.isNoisy() ? " pale" : ""),
            from,
            y + 4,
            width,
            ROW - 8)
        + (target.isRatio() ? line("target", at(target.limit()), y + 2, y + ROW - 2) : "")
        + text("label", LEFT + BARS + 52, y + 15, "end", ratio(figure.ratio()))
        + text("faint", LEFT + BARS + 70, y + 15, "start", medians + " " + figure.row().unit());
  }

  private double at(double ratio) {
    return LEFT + BARS * Math.log(ratio / least) / Math.log(most / least);
  }

  private static String text(String kind, double x, int y, String anchor, String text) {
    String place = "x=\"" + number(x) + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\"";
    return "<text class=\"" + kind + "\" " + place + ">" + escaped(text) + "</text>\n";
  }

  private static String box(String kind, double x, int y, double width, int height) {
    String place = "x=\"" + number(x) + "\" y=\"" + y + "\"";
    String extent = "width=\"" + number(width) + "\" height=\"" + height + "\"";
    return "<rect class=\"" + kind + "\" " + place + " " + extent + "/>\n";
  }

  private static String line(String kind, double x, int from, int to) {
    String path = "M" + number(x) + " " + from + "V" + to;
    return "<path class=\"" + kind + "\" d=\"" + path + "\"/>\n";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
