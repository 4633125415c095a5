package s6j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of the first table: the medians of the suites, of which a reference's is NaN if it has
 * none, and how far the ratios of the pairs scatter, as a part of their median. Targets are against
 * the second reference where there is one.
 */
record Figure(Row row, double reference, double second, double own, int pairs, double spread) {
  private static final double MOST_SPREAD = 0.3;

  static Figure of(Row row, Samples theirs, Samples seconds, Samples ours) {
    Samples target = seconds.count() == 0 ? theirs : seconds;
    double spread = target.count() == 0 ? Double.NaN : ours.dividedBy(target).spread();
    return new Figure(row, theirs.median(), seconds.median(), ours.median(), ours.count(), spread);
  }

  String name() {
    return row.name();
  }

  double ratio() {
    return own / (hasSecond() ? second : reference);
  }

  private boolean hasSecond() {
    return Double.isFinite(second);
  }

  boolean isNoisy() {
    return spread > MOST_SPREAD;
  }

  boolean isTargetMet() {
    return row.target().isMet(own, ratio());
  }

  /** Whether more is better. */
  boolean isThroughput() {
    return row.unit().equals("MB/s");
  }

  boolean isTime() {
    return row.unit().equals("ms") || row.unit().equals("us");
  }

  boolean isMemory() {
    return row.unit().equals("kB");
  }

  String line() {
    String[] cells = {
      row.name(),
      row.unit(),
      number(reference),
      number(second),
      number(own),
      Double.isFinite(ratio()) ? String.format(Locale.ROOT, "%.2f", ratio()) : "-",
      row.target().text(row.unit()),
      note()
    };
    return "| " + String.join(" | ", cells) + " |";
  }

  private String note() {
    List<String> notes = new ArrayList<>();
    if (!isTargetMet()) notes.add("missed");
    if (isNoisy()) notes.add("noisy: " + Math.round(spread * 100) + " %");
    if (pairs == 1) notes.add("one run");
    return String.join(", ", notes);
  }

  String json() {
    StringBuilder json = new StringBuilder("{\"name\": " + Figures.quoted(row.name()));
    json.append(", \"unit\": ").append(Figures.quoted(row.unit()));
    json.append(", \"reference\": ").append(jsonNumber(reference));
    if (hasSecond()) json.append(", \"static\": ").append(jsonNumber(second));
    json.append(", \"s6j\": ").append(jsonNumber(own));
    json.append(", \"ratio\": ").append(jsonNumber(ratio()));
    json.append(", \"pairs\": ").append(pairs);
    json.append(", \"spread\": ").append(jsonNumber(spread));
    json.append(", \"noisy\": ").append(isNoisy());
    if (row.target().kind() == Goal.Kind.NONE) return json.append('}').toString();
    json.append(", \"target\": ").append(Figures.quoted(row.target().text(row.unit())));
    return json.append(", \"met\": ").append(isTargetMet()).append('}').toString();
  }

  /** Four digits or all before the point; a dash for what was not measured. */
  static String number(double value) {
    if (!Double.isFinite(value)) return "-";
    if (value == Math.rint(value)) return String.format(Locale.ROOT, "%.0f", value);
    int digits =
        Math.abs(value) < 10 ? 3 : Math.abs(value) < 100 ? 2 : Math.abs(value) < 1000 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  static String jsonNumber(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
  }
}
