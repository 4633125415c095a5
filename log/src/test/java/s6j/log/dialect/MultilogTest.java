package s6j.log.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.Logger;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** multilog: expectations are what daemontools 0.76 does. */
class MultilogTest {
  private final FakePosix kernel = new FakePosix().setRealtime(1_700_000_000_000_000_000L);

  private int run(String input, String... script) {
    Logger.feed(kernel, input);
    byte[][] arguments = new byte[script.length + 1][];
    arguments[0] = CString.of("multilog");
    for (int i = 0; i < script.length; i++) arguments[i + 1] = CString.of(script[i]);
    return MultilogMain.run(kernel, MultilogMain.declaration(), arguments);
  }

  /** A script that is refused would leave a service without its logger. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "n15 s1048576 t ./m",
        "./m t",
        "./m -x",
        "zzz ./m",
        "nfoo sbar ./m",
        "n s ./m",
        "n-5 ./m",
        "s99999999999999999999 ./m",
        "x y z ./m q",
        "-- +* ./m",
        "! ./m"
      })
  void wordsThatSayNothingArePassedOver(String script) {
    assertEquals(0, run("one\ntwo\n", script.replace("--", "-").split(" ")));
    assertEquals("one\ntwo\n", kernel.text("/m/current"));
    assertEquals("", kernel.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "tall", "t5"})
  void theFirstWordStamps(String word) {
    assertEquals(0, run("one\n\n", word, "", "./m"));
    assertTrue(kernel.text("/m/current").matches("(@[0-9a-f]{24} (one)?\n){2}"));
  }

  /** Whoever reads nothing would block the service: lines are read and dropped. */
  @ParameterizedTest
  @ValueSource(strings = {"", "t", "n5", "-*", "zzz"})
  void aScriptThatDoesNothingReadsOn(String word) {
    assertEquals(0, run("one\n".repeat(20000), word));
    assertEquals("", kernel.output() + kernel.errors());
  }

  @ParameterizedTest
  @CsvSource({"n3, 2", "n2, 1", "n0, 1", "n, 1", "n5x, 4", "x, 9"})
  void currentIsOneOfTheFiles(String word, int archives) {
    assertEquals(0, run(Logger.lines(0, 2000), word, "s4096", "./m"));
    assertEquals(archives, Logger.archives(kernel, "/m").size());
  }

  @ParameterizedTest
  @CsvSource({
    "199, false, 199",
    "200, false, 200",
    "201, false, 200",
    "174, true, 174",
    "175, true, 174",
    "5000, true, 174"
  })
  void anAlertIsCutBehindTwoHundredBytes(int length, boolean stamped, int shown) {
    assertEquals(0, run("x".repeat(length) + "\n", stamped ? "t" : "", "exyz"));
    String line = kernel.errors().substring(stamped ? 26 : 0);
    assertEquals("x".repeat(shown) + (shown < length ? "..." : "") + "\n", line);
  }

  @Test
  void aStatusFileIsThereFromTheStartAndEndsInANewline() {
    assertEquals(0, run("", "=status"));
    assertEquals("", kernel.text("/status"));
    assertEquals(0, run("x".repeat(2000) + "\n", "=status"));
    assertEquals("x".repeat(1000) + "\n", kernel.text("/status"));
    assertEquals(0, run("ab\n", "=status"));
    assertEquals("ab" + "\n".repeat(999), kernel.text("/status"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "=./none/status", "=/none/status"})
  void aStatusFileThatCannotBeMadeEndsIt(String word) {
    assertEquals(111, run("x\n", word, "./m"));
    assertTrue(kernel.errors().startsWith("multilog: fatal: unable to create "), kernel.errors());
  }

  @Test
  void aNulIsAByteLikeOthers() {
    assertEquals(0, run("a\0b\n", "./m"));
    assertEquals("a\0b\n", kernel.text("/m/current"));
  }

  /** Everybody may read a log, whatever the umask. */
  @Test
  void filesHaveTheModesOfDaemontools() {
    kernel.umask(077);
    assertEquals(0, run("a\n", "./m"));
    assertEquals(0744, kernel.permissions("/m/current"));
  }

  /** Archives of the future are the oldest here, too. */
  @Test
  void theClockWasSetBack() {
    kernel.directory("/m");
    for (int i = 1; i <= 3; i++) kernel.file("/m/@40000000800000000000000" + i + ".s", "future\n");
    assertEquals(0, run(Logger.lines(0, 200), "s4096", "n3", "./m"));
    String kept = Logger.contents(kernel, "/m");
    assertTrue(Logger.lines(0, 200).endsWith(kept) && kept.length() > 4000);
  }
}
