package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** svlogd; expectations are the output of runit 2.1.2 unless a test says otherwise. */
class SvlogdTest {
  private final FakePosix kernel = new FakePosix().directory("/w");

  private int run(String config, String input, String... options) {
    kernel.file("/w/config", config);
    Logger.feed(kernel, input);
    byte[][] arguments = new byte[options.length + 2][];
    arguments[0] = CString.of("svlogd");
    for (int i = 0; i < options.length; i++) arguments[i + 1] = CString.of(options[i]);
    arguments[options.length + 1] = CString.of("/w");
    return SvlogdMain.run(kernel, SvlogdMain.declaration(), arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "-r, ., '', '', 'a.b.c.d.e.f xyz\n'",
    "-R, xz, '', '', 'a_b_c_d_e_f _y_\n'",
    "-r, ., -R, xz, 'a.b.c.d.e.f .y.\n'"
  })
  void bytesAreReplaced(String a, String b, String c, String d, String expected) {
    String[] options = c.isEmpty() ? new String[] {a, b} : new String[] {a, b, c, d};
    assertEquals(0, run("", "a\001b\tc\351d\177e\000f xyz\n", options));
    assertEquals(expected, kernel.text("/w/current"));
  }

  @Test
  void whatIsReplacedIsSeenByPatterns() {
    assertEquals(0, run("-*\n+a.b\n", "a\001b\na\001c\n", "-r", "."));
    assertEquals("a.b\n", kernel.text("/w/current"));
  }

  /** The manual's rule; runit also takes a line that ends within the repetition. */
  @Test
  void aPlusRepeatsTheNextCharacter() {
    assertEquals(0, run("-*\n++a+bc\n", "aabbbc\nac\nabc\nabbcd\n"));
    assertEquals("aabbbc\nabc\n", kernel.text("/w/current"));
  }

  @Test
  void standardErrorHasSelectionsOfItsOwn() {
    assertEquals(0, run("pP: \n-*b*\ne*b*\nEabx\n", "aby\nabx\nc\n"));
    assertEquals("P: c\n", kernel.text("/w/current"));
    assertEquals("P: aby\n", kernel.errors());
  }

  @Test
  void patternsSeeTheBeginningOfALine() {
    assertEquals(0, run("-aaa\n", "aaab\nbbbb\n", "-l", "3", "-b", "10"));
    assertEquals("bbbb\n", kernel.text("/w/current"));
  }

  @ParameterizedTest
  @CsvSource({"-r, ab", "-b, 500", "-l, x"})
  void badOptionsAreUsageErrors(String option, String value) {
    assertEquals(111, run("", "x\n", option, value));
  }

  /** Ours alone: runit sends such lines. */
  @Test
  void linesForTheNetworkAreRefusedByFileAndLine() {
    assertEquals(111, run("s5000\n\nu10.0.0.1\n", "x\n"));
    assertTrue(kernel.errors().contains("/w/config: line 3: "), kernel.errors());
  }

  @Test
  void aDirectoryThatIsNotThereIsPassedOver() {
    assertEquals(0, run("", "x\n", "/missing"));
    assertEquals("x\n", kernel.text("/w/current"));
    assertTrue(kernel.errors().contains("unable to open log directory: /missing"));
  }
}
