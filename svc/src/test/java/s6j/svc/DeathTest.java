package s6j.svc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.formats.Tai64n;
import s6j.formats.files.DeathTally;
import s6j.posix.FakePosix;

/** s6-svdt, s6-svdt-clear and s6-permafailon on one tally; the case permafailon. */
class DeathTest {
  private static final String TALLY = "/a/supervise/death_tally";

  private final FakePosix posix = new FakePosix();

  private byte[] tally(int... ageCodeSignal) {
    byte[] records = new byte[ageCodeSignal.length / 3 * DeathTally.SIZE];
    for (int i = 0; i * 3 < ageCodeSignal.length; i++) {
      int at = i * DeathTally.SIZE;
      long age = ageCodeSignal[3 * i] * 1_000_000_000L;
      Tai64n.encode(posix.realtimeNanos() - age, records, at);
      records[at + Tai64n.SIZE] = (byte) ageCodeSignal[3 * i + 1];
      records[at + Tai64n.SIZE + 1] = (byte) ageCodeSignal[3 * i + 2];
    }
    return records;
  }

  @BeforeEach
  void deaths() {
    posix.setRealtime(1_000_000_000_000_000_000L);
    posix.file(TALLY, tally(500, 1, 0, 20, 1, 0, 10, 137, 9, 5, 3, 0, 1, 1, 0), 0644);
    posix.program("/usr/bin/echo", child -> child.exit(0));
  }

  @Test
  void svdtPrintsTheLastOnes() {
    assertEquals(0, Called.run(posix, "s6-svdt", "-n", "3", "/a"));
    String[] lines = posix.output().split("\n");
    assertEquals(3, lines.length);
    assertTrue(lines[0].matches("@[0-9a-f]{24} signal SIGKILL"), lines[0]);
    assertTrue(lines[1].matches("@[0-9a-f]{24} exitcode 3"), lines[1]);
  }

  @Test
  void svdtPrintsSignalsByNumber() {
    assertEquals(0, Called.run(posix, "s6-svdt", "-s", "/a"));
    assertTrue(posix.output().contains(" signal 9\n"));
  }

  @Test
  void svdtWithoutWork() {
    assertEquals(0, Called.run(posix, "s6-svdt", "-n", "0", "/a"));
    assertEquals("", posix.output());
    assertEquals(100, Called.run(posix, "s6-svdt"));
    assertEquals(100, Called.run(posix, "s6-svdt", "-n", "x", "/a"));
    assertEquals(111, Called.run(posix, "s6-svdt", "/nowhere"));
  }

  @Test
  void aBrokenTallyIsEmptied() {
    posix.file(TALLY, "not a tally");
    assertEquals(0, Called.run(posix, "s6-svdt", "/a"));
    assertEquals(0, posix.bytes(TALLY).length);
  }

  @Test
  void clearing() {
    assertEquals(0, Called.run(posix, "s6-svdt-clear", "/a"));
    assertEquals(0, posix.bytes(TALLY).length);
    assertEquals(111, Called.run(posix, "s6-svdt-clear", "/nowhere"));
    assertEquals(100, Called.run(posix, "s6-svdt-clear"));
  }

  private int permafailon(String... arguments) {
    posix.chdir(s6j.posix.CString.of("/a"));
    String[] words = new String[arguments.length + 1];
    words[0] = "s6-permafailon";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return Called.run(posix, words);
  }

  private void goesOn(String... arguments) {
    FakePosix.Executed executed =
        assertThrows(FakePosix.Executed.class, () -> permafailon(arguments));
    assertEquals("/usr/bin/echo go", executed.line());
  }

  @Test
  void tooManyDeathsOfLate() {
    assertEquals(125, permafailon("60", "2", "1", "echo", "go"));
    assertTrue(posix.errors().contains("after 2 events involving exit code 1 in the last 60"));
    assertEquals(125, permafailon("600", "3", "1", "echo", "go"));
    assertEquals(125, permafailon("60", "1", "SIGKILL", "echo", "go"));
    assertTrue(posix.errors().contains("involving signal 9"));
    assertEquals(125, permafailon("60", "1", "137", "echo", "go"));
    assertEquals(125, permafailon("60", "4", "0-255", "echo", "go"));
  }

  @Test
  void notEnoughDeaths() {
    goesOn("60", "3", "1", "echo", "go");
    goesOn("60", "5", "0-255", "echo", "go");
    goesOn("60", "1", "4-9", "echo", "go");
    assertEquals(0, permafailon("60", "6", "0-255"));
    assertEquals(127, permafailon("60", "1", "7", "nosuchprogram"));
  }

  @Test
  void noTallyLetsTheServiceRun() {
    posix.file(TALLY, "odd");
    goesOn("60", "1", "1", "echo", "go");
    assertEquals("odd", posix.text(TALLY));
    posix.unlink(FakePosix.CWD, s6j.posix.CString.of(TALLY));
    goesOn("60", "1", "1", "echo", "go");
    assertTrue(posix.errors().contains("warning: unable to stat supervise/death_tally"));
  }

  @Test
  void usage() {
    assertEquals(100, permafailon("60", "0", "1", "echo"));
    assertEquals(100, permafailon("x", "1", "1", "echo"));
    assertEquals(100, permafailon("60", "1", "5-3", "echo"));
    assertEquals(100, permafailon("60", "1"));
  }
}
