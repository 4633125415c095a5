package s6j.bench;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One line of the second table: the runs by the peer's name, in the order of the columns. */
record PeerFigure(Row row, Map<String, Samples> values) {
  private static final double MOST_SPREAD = 0.3;

  String line() {
    String cells =
        values.values().stream()
            .map(samples -> Figure.number(samples.median()) + (isNoisy(samples) ? " ~" : ""))
            .collect(Collectors.joining(" | "));
    return "| " + row.name() + " | " + row.unit() + " | " + cells + " |";
  }

  private static boolean isNoisy(Samples samples) {
    return samples.spread() > MOST_SPREAD;
  }

  String json() {
    return "{\"name\": "
        + Figures.quoted(row.name())
        + ", \"unit\": "
        + Figures.quoted(row.unit())
        + ", \"medians\": "
        + json(Samples::median)
        + ", \"spreads\": "
        + json(Samples::spread)
        + "}";
  }

  private String json(ToDoubleFunction<Samples> figure) {
    return values.entrySet().stream()
        .map(
            peer ->
                Figures.quoted(peer.getKey())
                    + ": "
                    + Figure.jsonNumber(figure.applyAsDouble(peer.getValue())))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
