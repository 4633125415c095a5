package s6j.bench;

import java.util.Arrays;

/** Figures of one kind, of which the median and the scatter are asked. */
final class Samples {
  private double[] values = new double[0];

  void add(double value) {
    values = Arrays.copyOf(values, values.length + 1);
    values[values.length - 1] = value;
  }

  int count() {
    return values.length;
  }

  /** NaN if there are none. */
  double median() {
    return quantile(0.5);
  }

  /**
   * The interquartile range as a part of the median; NaN of fewer than three, and where the median
   * is 0.
   */
  double spread() {
    if (values.length < 3 || median() == 0) return Double.NaN;
    return (quantile(0.75) - quantile(0.25)) / median();
  }

  /** Each divided by the one of the same turn. */
  Samples dividedBy(Samples others) {
    Samples ratios = new Samples();
    for (int i = 0; i < values.length; i++) ratios.add(values[i] / others.values[i]);
    return ratios;
  }

  private double quantile(double part) {
    if (values.length == 0) return Double.NaN;
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
