package s6j.command.tell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.command.Called;
import s6j.command.World;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** The screens of top, and its keys. */
class TopTest {
  private final Called called = new Called();
  private final FakePosix posix = called.posix;

  @BeforeEach
  void world() {
    World.supervise(posix, "/run/service/db", 12, true);
    World.supervise(posix, "/run/service/db/log", 14, true);
    posix.file("/run/service/db/log/run", "exec s6-log t ./main\n");
    posix.file(
        "/run/service/db/log/main/current",
        "first\n@4000000037c219bf2ef02e94 sec\u001bond\nthird line is long\npart");
  }

  @Test
  void theChosenServiceHasItsLogBelow() {
    assertEquals("0", called.line("top --once --columns=30 --rows=11"));
    assertEquals(
        """
          SERVICE  STATE  SINCE  PID
        > db       up     0s     12
          db/log   up     0s     14
          web      down   -      -
        -- log of db -----------------
        first
        %s sec?ond
        third line is long
        part


        up/down: choose   q: leave
        """
            .replace("\n\n\n", "\n\n")
            .formatted(time()),
        posix.output().replaceAll(" +\n", "\n").replaceAll("\\d\\d:\\d\\d:\\d\\d", time()));
  }

  private static String time() {
    return "HH:MM:SS";
  }

  @Test
  void aLowScreenHasTheLastLinesAndTheServicesAroundTheChosenOne() {
    assertEquals("0", called.line("top --once --columns=1 --rows=1 --chosen=2"));
    assertEquals(
        """
          SERVICE  STATE  SI
          db       up     0s
        > db/log   up     0s
        -- log of db/log ---
        part
        up/down: choose   q:
        """,
        posix.output().replaceAll(" +\n", "\n"));
  }

  @Test
  void whoIsBeyondTheLastIsTold() {
    assertEquals("1", called.line("top --once --chosen=4"), posix.errors());
    assertTrue(posix.output().contains("> web "), posix.output());
    assertTrue(posix.output().contains("(no log is known of it)"), posix.output());
  }

  @Test
  void nothingToShow() {
    posix.directory("/none");
    assertEquals("1", called.line("-s /none -l /x top --once --chosen=7"));
    assertTrue(posix.output().contains("  (no services)\n-----"), posix.output());
    assertEquals("0", called.line("-s /none -l /x top --once"));
  }

  @Test
  void badUse() {
    assertEquals("100", called.line("top --once --rows=x"));
    assertEquals("111", called.line("top"));
    assertTrue(posix.errors().endsWith("are no terminal that can show a screen\n"), posix.errors());
    assertEquals("111", called.line("-l /x -s /y top --once"));
  }

  @ParameterizedTest
  @CsvSource({
    "k,1", "j,2", "q,3", "^,3", "x,0", "E[A,1", "E[B,2", "EOA,1", "EOB,2", "E[C,0", "EA,0",
    "EE[A,1", "[A,0", "E[j,0", "Ej,2"
  })
  void keys(String typed, int expected) {
    TopKeys keys = new TopKeys();
    int met = 0;
    for (byte b : CString.of(typed.replace('E', '\u001b').replace('^', '\u0003')))
      met = keys.take(b);
    assertEquals(expected, met);
  }
}
