package s6j.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static BitSet drawn(int permille, int seed) {
    BitSet drawn = new BitSet();
    for (int i = 0; i < 10_000; i++)
      drawn.set(i, Sample.isDrawn("close [class=a.B, index=" + i + "]", permille, seed));
    return drawn;
  }

  @Test
  void asManyAreDrawnAsWereAsked() {
    assertEquals(0, drawn(0, 1).cardinality());
    assertEquals(10_000, drawn(1000, 1).cardinality());
    assertEquals(2500, drawn(250, 1).cardinality(), 150);
  }

  @Test
  void theSeedDecides() {
    assertEquals(drawn(250, 1), drawn(250, 1));
    assertNotEquals(drawn(250, 1), drawn(250, 2));
  }

  @Test
  void aMoveWithinTheModuleLeavesTheDraw() {
    for (int i = 0; i < 1000; i++) {
      String mutant = "[class=s6j.rc%s.Live, desc=(Ls6j/rc%s/Live$Name;I)V, index=" + i + "]";
      assertEquals(
          Sample.isDrawn(mutant.formatted("", ""), 250, 1),
          Sample.isDrawn(mutant.formatted(".live", "/live"), 250, 1));
    }
  }
}
