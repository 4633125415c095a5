package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.files.VariableFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

class EnvdirTest {
  private final FakePosix posix = Outcome.process().directory("/e");

  private Outcome call(String... words) {
    return Outcome.of(posix, Envdir.declaration(), words);
  }

  private String value(String content, String... options) {
    posix.file("/e/A", content);
    String[] words = new String[options.length + 2];
    System.arraycopy(options, 0, words, 0, options.length);
    words[options.length] = "/e";
    words[options.length + 1] = "prog";
    return call(words).variable("A");
  }

  @Test
  void theFirstLineIsTheValueWithoutBlanksAtItsEnd() {
    assertEquals("v1", value("v1  \t\r\nsecond\n"));
    assertEquals("  lead", value("  lead"));
    assertEquals("", value("\n"));
    assertEquals("", value(" \t"));
    assertEquals("a\nb", value("a\0b"));
  }

  @Test
  void nKeepsBlanks() {
    assertEquals("v1  \t", value("v1  \t\nsecond\n", "-n"));
  }

  @Test
  void fTakesTheWholeFileWithoutItsLastNewline() {
    assertEquals("v1  \nsecond", value("v1  \nsecond\n", "-f"));
    assertEquals("v1  \nsecond\n", value("v1  \nsecond\n", "-fn"));
    assertEquals("", value("\n", "-f"));
  }

  @Test
  void cReplacesNul() {
    assertEquals("aXb", value("a\0b", "-c", "Xyz"));
    assertEquals("exit 111", call("-c", "", "/e", "prog").line());
  }

  @Test
  void anEmptyFileUnsets() {
    posix.setEnvironment("PATH=/bin", "A=old", "B=kept");
    posix.file("/e/A", "");
    Outcome outcome = call("/e", "prog");
    assertNull(outcome.variable("A"));
    assertEquals("kept", outcome.variable("B"));
  }

  @Test
  void aFileReplacesAVariable() {
    posix.setEnvironment("PATH=/bin", "A=old");
    assertEquals("new", value("new\n"));
  }

  /** What no kernel takes is told as the kernel would, before all of it is in memory. */
  @Test
  void tooMuchIsToldAtOnce() {
    posix.file("/e/A", "x".repeat(200_000));
    Outcome one = call("-L", "/e", "prog");
    assertEquals("exit 126", one.line());
    assertEquals("s6-envdir: fatal: unable to exec prog: Argument list too long\n", one.errors());
    posix.file("/e/A", "");
    for (int i = 0; i < 60; i++) posix.file("/e/V" + i, "x".repeat(120_000));
    assertEquals("exit 126", call("-L", "/e", "prog").line());
    Outcome old = Outcome.of(posix, Envdir.daemontools(), "/e", "prog");
    assertEquals("exit 111", old.line());
  }

  /** The next program is looked for on the PATH of before, as by the reference. */
  @Test
  void aNewPathIsForTheNextProgram() {
    posix.file("/e/PATH", "/nowhere");
    Outcome outcome = call("/e", "prog");
    assertEquals("exec /bin/prog", outcome.line());
    assertEquals("/nowhere", outcome.variable("PATH"));
  }

  @Test
  void someNamesAreNoVariables() {
    posix.file("/e/.A", "x").file("/e/B=C", "y");
    Outcome outcome = call("/e", "prog");
    assertNull(outcome.variable(".A"));
    assertNull(outcome.variable("B"));
  }

  @Test
  void readsOnly4095BytesUnlessTold() {
    String text = "x".repeat(5000);
    assertEquals(4095, value(text + "\n").length());
    assertEquals(4095, value(text, "-f").length());
    assertEquals(5000, value(text + "\nmore", "-L").length());
    assertEquals(5005, value(text + "\nmore", "-Lf").length());
  }

  /** The reference sets it to an empty value. */
  @Test
  void aLineWithoutNewlineIsALineWithLToo() {
    assertEquals("end", value("end", "-L"));
  }

  @Test
  void aValueNoEnvironmentHoldsIs126() {
    posix.file("/e/A", "x".repeat(3 << 20));
    assertEquals("exit 126", call("-L", "/e", "prog").line());
  }

  @Test
  void aMissingDirectoryIs111UnlessAllowed() {
    assertEquals("exit 111", call("/nowhere", "prog").line());
    assertEquals(
        "s6-envdir: fatal: unable to envdir /nowhere: No such file or directory\n", posix.errors());
    assertEquals("exec /bin/prog", call("-I", "/nowhere", "prog").line());
    assertEquals("exit 111", call("-Ii", "/nowhere", "prog").line());
  }

  @Test
  void aSubdirectoryIs111() {
    posix.directory("/e/sub");
    assertEquals("exit 111", call("/e", "prog").line());
    assertTrue(posix.errors().contains("/e/sub: Is a directory"));
  }

  @Test
  void aDanglingLinkIs111EvenIfTheDirectoryMayBeMissing() {
    posix.symlink(CString.of("nowhere"), Posix.CWD, CString.of("/e/A"));
    assertEquals("exit 111", call("-I", "/e", "prog").line());
  }

  @Test
  void leavesNoDescriptor() {
    value("x");
    assertEquals(java.util.List.of(), posix.openDescriptors());
  }

  @Test
  void daemontoolsTakesNoOptions() {
    posix.directory("/-n").file("/-n/A", "v ").file("/-n/B", "v\r\n");
    Outcome outcome = Outcome.of(posix, Envdir.daemontools(), "-n", "prog");
    assertEquals("v", outcome.variable("A"));
    assertEquals("v\r", outcome.variable("B"));
    assertEquals("exit 111", Outcome.of(posix, Envdir.daemontools(), "/nowhere", "prog").line());
  }

  /** envdir 0.76 and chpst 2.1.2: a dangling link unsets, only chpst passes over directories. */
  @Test
  void daemontoolsAndRunitTakeADanglingLinkForAnEmptyFile() {
    posix.setEnvironment("PATH=/bin", "A=old");
    posix.symlink(CString.of("nowhere"), Posix.CWD, CString.of("/e/A"));
    assertEquals(null, Outcome.of(posix, Envdir.daemontools(), "/e", "prog").variable("A"));
    posix.directory("/e/sub");
    assertEquals(null, Outcome.of(posix, Chpst.declaration(), "-e", "/e", "prog").variable("A"));
    assertEquals("exit 111", Outcome.of(posix, Envdir.daemontools(), "/e", "prog").line());
  }

  @Test
  void daemontoolsFailsWith111EvenAtAWrongCall() {
    assertEquals("exit 111", Outcome.of(posix, Envdir.daemontools(), "/e").line());
    assertEquals("envdir: usage: envdir dir prog...\n", posix.errors());
  }

  /** The definition of the manual page, in other words: cut, then trim, then replace. */
  @Property
  void everyContentHasTheValueOfTheManual(@ForAll @Size(min = 1, max = 60) byte[] content) {
    posix.file("/e/A", content, 0644);
    VariableFile files = new VariableFile(posix);
    int length = files.read(Posix.CWD, CString.of("/e/A"));
    String line = latin1(content).split("\n", -1)[0].replaceAll("[ \t\r]+\\z", "");
    byte[] expected =
        line.replace('\0', '\n').getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertArrayEquals(expected, java.util.Arrays.copyOf(files.value(length), length));
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
