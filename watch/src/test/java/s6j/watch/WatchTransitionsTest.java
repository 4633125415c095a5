package s6j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import s6j.cli.Output;
import s6j.posix.FakePosix;

/** The tables under review: a change of one is a change of behaviour. */
class WatchTransitionsTest {
  @Test
  void theTablesAreTheReviewedOnes() throws IOException {
    assertGolden("watch.txt", WatchTransitions::print);
    assertGolden("health.txt", HealthTransitions::print);
  }

  private void assertGolden(String name, Consumer<Output> table) throws IOException {
    FakePosix kernel = new FakePosix();
    Output out = new Output(kernel, 1, 4096);
    table.accept(out);
    assertEquals(0, out.flush());
    try (InputStream golden = getClass().getResourceAsStream(name)) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.US_ASCII), kernel.output());
    }
  }
}
