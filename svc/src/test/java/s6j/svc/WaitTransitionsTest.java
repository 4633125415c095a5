package s6j.svc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import s6j.cli.Output;
import s6j.posix.FakePosix;

/** transitions.txt is reviewed like code: a change of it is a change of what waiters do. */
class WaitTransitionsTest {
  @Test
  void theTableIsTheReviewedOne() throws IOException {
    FakePosix posix = new FakePosix();
    Output output = new Output(posix, 1, 1 << 16);
    WaitTransitions.print(output);
    output.flush();
    assertEquals(golden(), posix.output());
  }

  private static String golden() throws IOException {
    try (InputStream stream = WaitTransitionsTest.class.getResourceAsStream("transitions.txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
