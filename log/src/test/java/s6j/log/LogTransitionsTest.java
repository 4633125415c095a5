package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import s6j.cli.Output;
import s6j.posix.FakePosix;

/** The table under review: a change of it is a change of behaviour. */
class LogTransitionsTest {
  @Test
  void theTableIsTheReviewedOne() throws IOException {
    FakePosix kernel = new FakePosix();
    Output out = new Output(kernel, 1, 4096);
    LogTransitions.print(out);
    assertEquals(0, out.flush());
    try (InputStream golden = getClass().getResourceAsStream("transitions.txt")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.US_ASCII), kernel.output());
    }
  }
}
