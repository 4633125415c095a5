package s6j.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import s6j.formats.TransitionTimes.Record;
import s6j.formats.TransitionTimes.Way;
import s6j.posix.CString;

class TransitionTimesTest {
  private static final String STAMP = "@400000003b9aca0a00000000";

  @Test
  void aLineHasAStampAWayADurationAResultAndAName() {
    ByteSink out = new ByteSink(64);
    new Record(CString.of("my web"), Way.UP, 0, 1500, true).write(out);
    assertEquals("@400000000000000a00000000 up 1500 ok my web\n", CString.text(out.copy()));
  }

  @Test
  void theLastLineOfAServiceAndWayCounts() {
    TransitionTimes times =
        read(STAMP + " up 5 ok a\n" + STAMP + " down 6 ok a\n" + STAMP + " up 7 failed a\n");
    assertEquals(7, times.of(CString.of("a"), Way.UP).durationMicros);
    assertEquals(false, times.of(CString.of("a"), Way.UP).succeeded);
    assertEquals(6, times.of(CString.of("a"), Way.DOWN).durationMicros);
    assertNull(times.of(CString.of("a"), Way.RELOAD));
    assertNull(times.of(CString.of("b"), Way.UP));
    assertEquals(0, times.damaged());
    assertEquals(
        STAMP + " up 7 failed a\n" + STAMP + " down 6 ok a\n", CString.text(times.encode().copy()));
  }

  @Test
  void aFailureMayTellItsExitCode() {
    String line = STAMP + " up 7 failed:111 a\n";
    assertEquals(111, read(line).of(CString.of("a"), Way.UP).exitCode);
    assertEquals(line, CString.text(read(line).encode().copy()));
    Record plain = read(STAMP + " up 7 failed a\n").of(CString.of("a"), Way.UP);
    assertEquals(TransitionTimes.UNKNOWN, plain.exitCode);
  }

  @Test
  void noOtherLineIsBelieved() {
    String[] lines = {
      "",
      "x",
      STAMP,
      STAMP + " ",
      STAMP + " up",
      STAMP + " up ",
      STAMP + " up 1",
      STAMP + " up 1 ok",
      STAMP + " up 1 ok ",
      STAMP + "  up 1 ok a",
      STAMP + "-up 1 ok a",
      STAMP + " upp 1 ok a",
      STAMP + " up -1 ok a",
      STAMP + " up 1x ok a",
      STAMP + " up 1234567890123456789 ok a",
      STAMP + " up 1 okay a",
      STAMP + " up 1 failed: a",
      STAMP + " up 1 failed:-1 a",
      STAMP + " up 1 failed:256 a",
      "@4000000000000000ffffffff up 1 ok a",
    };
    for (String line : lines) {
      TransitionTimes times = read(line + "\n");
      assertEquals(1, times.damaged(), line);
      assertNull(times.of(CString.of("a"), Way.UP), line);
    }
    assertEquals(1, read(STAMP + " up 1 ok a").damaged());
  }

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @LongRange(min = -4_000_000_000_000_000_000L, max = 4_000_000_000_000_000_000L)
          long start,
      @ForAll @LongRange(max = 999_999_999_999_999_999L) long duration,
      @ForAll Way way,
      @ForAll boolean succeeded) {
    byte[] name = CString.of("a  b\tc ");
    ByteSink out = new ByteSink(64);
    new Record(name, way, start, duration, succeeded).write(out);
    Record read = new TransitionTimes().read(out.array(), out.length()).of(name, way);
    assertArrayEquals(name, read.service);
    assertEquals(start, read.startNanos);
    assertEquals(duration, read.durationMicros);
    assertEquals(succeeded, read.succeeded);
  }

  @Test
  void manyServicesFit() {
    TransitionTimes times = new TransitionTimes();
    for (int i = 0; i < 1000; i++)
      times.add(new Record(CString.of("s" + i), Way.RELOAD, i, i, true));
    assertEquals(999, times.of(CString.of("s999"), Way.RELOAD).durationMicros);
  }

  private static TransitionTimes read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new TransitionTimes().read(bytes, bytes.length);
  }
}
