package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.cli.Output;
import s6j.posix.FakePosix;

/** The engine answers as the reviewed table says, row by row. */
class RcTransitionsTest {
  private static final int LEAST_ROWS = 500;

  @Test
  void everyAnswerIsTheReviewedOne() throws IOException {
    List<String> golden = golden();
    List<String> printed = printed();
    for (int i = 0; i < Math.min(golden.size(), printed.size()); i++)
      assertEquals(golden.get(i), printed.get(i), "row " + (i + 1));
    assertEquals(golden.size(), printed.size());
    assertTrue(printed.size() > LEAST_ROWS);
  }

  private static List<String> printed() {
    FakePosix posix = new FakePosix();
    Output output = new Output(posix, 1, 4096);
    RcTransitions.print(output);
    output.flush();
    return posix.output().lines().toList();
  }

  private static List<String> golden() throws IOException {
    try (InputStream in = RcTransitionsTest.class.getResourceAsStream("transitions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    }
  }
}
