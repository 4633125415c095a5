package s6j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void medianOfAnEvenCountIsBetweenTheTwoInTheMiddle() {
    assertEquals(2.5, samples(4, 1, 3, 2).median());
  }

  @Test
  void medianOfNoneIsNotANumber() {
    assertEquals(Double.NaN, samples().median());
  }

  /** Quartiles of 1 to 5 are 2 and 4. */
  @Test
  void spreadIsTheRangeBetweenTheQuartilesByTheMedian() {
    assertEquals(2.0 / 3, samples(5, 3, 1, 4, 2).spread(), 1e-12);
  }

  @Test
  void fewerThanThreeHaveNoSpread() {
    assertEquals(Double.NaN, samples(1, 9).spread());
  }

  @Test
  void oneWildRunOfManyIsNoSpread() {
    assertEquals(0, samples(2, 2, 2, 2, 2, 2, 1000).spread());
  }

  @Test
  void ratiosAreOfTheSameTurn() {
    assertEquals(2, samples(2, 40, 6).dividedBy(samples(1, 20, 3)).median());
    assertEquals(0, samples(2, 40, 6).dividedBy(samples(1, 20, 3)).spread());
  }

  private static Samples samples(double... values) {
    Samples samples = new Samples();
    for (double value : values) samples.add(value);
    return samples;
  }
}
