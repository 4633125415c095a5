package s6j.bench;

import java.util.Map;

/** One line of the second table: a figure by the peer's name, in the order of the columns. */
record PeerFigure(String name, String unit, Map<String, Double> values) {
  String row() {
    StringBuilder row = new StringBuilder("| " + name + " | " + unit + " |");
    int digits = unit.equals("bytes") ? 0 : 2;
    for (double value : values.values())
      row.append(' ').append(Figure.number(value, digits)).append(" |");
    return row.toString();
  }

  String json() {
    StringBuilder json = new StringBuilder("{\"name\": " + Figures.quoted(name));
    json.append(", \"unit\": ").append(Figures.quoted(unit));
    values.forEach(
        (peer, value) ->
            json.append(", ")
                .append(Figures.quoted(peer))
                .append(": ")
                .append(Figure.jsonNumber(value)));
    return json.append('}').toString();
  }
}
