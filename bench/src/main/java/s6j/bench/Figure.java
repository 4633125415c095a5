package s6j.bench;

import java.util.Locale;

/**
 * One line of the first table: the medians of both suites; the reference's is NaN if it has none.
 */
record Figure(String name, String unit, double reference, double own) {
  double ratio() {
    return own / reference;
  }

  /** Whether more is better. */
  boolean isThroughput() {
    return unit.equals("MB/s");
  }

  String row() {
    String cells = number(reference, 3) + " | " + number(own, 3) + " | " + number(ratio(), 2);
    return "| " + name + " | " + unit + " | " + cells + " |";
  }

  String json() {
    String head = "{\"name\": " + Figures.quoted(name) + ", \"unit\": " + Figures.quoted(unit);
    return head
        + ", \"reference\": "
        + jsonNumber(reference)
        + ", \"s6j\": "
        + jsonNumber(own)
        + ", \"ratio\": "
        + jsonNumber(ratio())
        + "}";
  }

  /** A dash for what was not measured. */
  static String number(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "-";
  }

  static String jsonNumber(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
  }
}
