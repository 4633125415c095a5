package s6j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static final Path THEIRS = Path.of("theirs");
  private static final Path OURS = Path.of("ours");
  private static final Row ROW = new Row("something", "ms", Goal.ratioAtMost(1));

  @Test
  void eachIsAsOftenTheFirst() throws Exception {
    List<Path> order = new ArrayList<>();
    measure(Measure.of(ROW, 2, () -> Probe.of(bin -> order.add(bin) ? 1 : 0)));
    assertEquals(List.of(THEIRS, OURS, OURS, THEIRS), order);
  }

  @Test
  void aSecondReferenceIsWhatCounts() throws Exception {
    List<Path> order = new ArrayList<>();
    Path second = Path.of("second");
    Probe probe =
        Probe.of(
            bin -> {
              order.add(bin);
              return bin.equals(THEIRS) ? 1 : bin.equals(second) ? 4 : 8;
            });
    Figure figure = new Pairs(THEIRS, second, OURS).measure(Measure.of(ROW, 1, () -> probe)).get(0);
    assertEquals(List.of(THEIRS, second, OURS), order);
    assertEquals(2, figure.ratio());
    assertEquals("| something | ms | 1 | 4 | 8 | 2.00 | ≤ 1.00 | missed, one run |", figure.line());
    assertTrue(figure.json().contains("\"static\": 4.0000"), figure.json());
  }

  @Test
  void aBatchCountsByItsMedian() throws Exception {
    double[] ours = {5, 1, 90, 2, 3};
    int[] next = {0};
    Probe probe = Probe.of(bin -> bin.equals(OURS) ? ours[next[0]++ % 5] : 1);
    // The first turn of a batch warms up: 1, 90, 2, 3 and then 5 count.
    assertEquals(3, measure(Measure.batched(ROW, 1, 5, () -> probe)).own());
  }

  @Test
  void whatScattersIsMeasuredAgainAndTheCalmerCounts() throws Exception {
    double[] ours = {1, 5, 9, 2, 2, 2};
    int[] next = {0};
    Figure figure =
        measure(Measure.of(ROW, 3, () -> Probe.of(bin -> bin.equals(OURS) ? ours[next[0]++] : 1)));
    assertEquals(2, figure.ratio());
    assertFalse(figure.isNoisy());
    assertFalse(figure.isTargetMet());
  }

  @Test
  void whatScattersTwiceIsNoisy() throws Exception {
    double[] ours = {1, 5, 9, 1, 4, 9};
    int[] next = {0};
    Figure figure =
        measure(Measure.of(ROW, 3, () -> Probe.of(bin -> bin.equals(OURS) ? ours[next[0]++] : 1)));
    assertTrue(figure.isNoisy());
    assertTrue(figure.line().endsWith("| missed, noisy: 80 % |"), figure.line());
  }

  @Test
  void theProbeIsClosedWhenARunFails() {
    boolean[] closed = {false};
    Probe probe =
        new Probe() {
          @Override
          public double[] run(Path bin) {
            throw new IllegalStateException();
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    try {
      measure(Measure.of(ROW, 1, () -> probe));
    } catch (Exception e) {
      assertTrue(closed[0]);
      return;
    }
    throw new AssertionError("the failure was lost");
  }

  private static Figure measure(Measure measure) throws Exception {
    return new Pairs(THEIRS, null, OURS).measure(measure).get(0);
  }
}
