package s6j.faults.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes from outside: each specimen of the corpus as it is, and changed. {@code -Ds6j.fuzz=N} sets
 * how often each is changed on the fake kernel; natively it is a tenth of that. A specimen that
 * broke something is kept in the corpus.
 */
class FuzzTest {
  private static final int CHANGES = Integer.getInteger("s6j.fuzz", 300);
  private static final long FIRST_SEED = Long.getLong("s6j.fuzz.seed", 0);
  private static final int LEAST_SPECIMENS = 15;

  static Stream<Specimen> corpus() throws IOException {
    return Specimen.all().stream();
  }

  @Test
  void theCorpusIsThere() throws IOException {
    List<Specimen> all = Specimen.all();
    assertTrue(all.size() >= LEAST_SPECIMENS, all.size() + " specimens");
    for (Specimen specimen : all) assertTrue(specimen.commands().size() > 0, specimen.name());
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void onTheFakeKernel(Specimen specimen) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(30),
        () -> {
          FakeRun.of(specimen);
          for (int i = 0; i < CHANGES; i++) FakeRun.of(specimen.mutated(FIRST_SEED + i));
        });
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void natively(Specimen specimen) throws Exception {
    Assumptions.assumeTrue(NativeRun.isPossible(), "no native build");
    Assumptions.assumeFalse(specimen.isOfDaemon());
    try (NativeRun run = new NativeRun()) {
      run.of(specimen);
      for (int i = 0; i < CHANGES / 10; i++) run.of(specimen.mutated(FIRST_SEED + i));
    }
  }
}
