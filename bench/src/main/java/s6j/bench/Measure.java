package s6j.bench;

import java.util.List;

/**
 * What is measured on both suites, in so many pairs; a figure of a pair is the median of a batch of
 * runs. Without a reference it is measured on ours alone.
 */
record Measure(List<Row> rows, int pairs, int batch, boolean isPaired, Setup setup) {
  /** Makes what the runs share. */
  interface Setup {
    Probe open() throws Exception;
  }

  static Measure of(Row row, int pairs, Setup setup) {
    return new Measure(List.of(row), pairs, 1, true, setup);
  }

  static Measure batched(Row row, int pairs, int batch, Setup setup) {
    return new Measure(List.of(row), pairs, batch, true, setup);
  }

  static Measure of(List<Row> rows, int pairs, Setup setup) {
    return new Measure(rows, pairs, 1, true, setup);
  }

  static Measure alone(Row row, Setup setup) {
    return alone(row, 1, setup);
  }

  static Measure alone(Row row, int runs, Setup setup) {
    return new Measure(List.of(row), runs, 1, false, setup);
  }
}
