package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class OutputTest {
  @Test
  void jsonStrings() {
    FakePosix posix = new FakePosix();
    new Output(posix, 1, 8).json(CString.of("a\"b\\c\n\u001f\u007f\u00e9 \u00c3\u00a9")).flush();
    assertEquals("\"a\\\"b\\\\c\\u000a\\u001f\\u007f\\u00e9 \u00c3\u00a9\"", posix.output());
  }
}
