package s6j.execline.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class VariablesTest {
  @Test
  void exportAndUnexport() {
    assertEquals("b", Outcome.of(Outcome.process(), "export", "A", "b", "prog").variable("A"));
    assertEquals(
        "A=2", Outcome.of(Outcome.process("A=1", "A=2"), "unexport", "A", "prog").variables());
    FakePosix posix = Outcome.process();
    assertEquals("exit 100", Outcome.of(posix, "export", "A=", "b", "prog").line());
    assertEquals("export: fatal: invalid variable name: A=\n", posix.errors());
  }

  @Test
  void exportArray() {
    assertEquals(
        "1:a,0:,",
        Outcome.of(Outcome.process(), "export-array", "L", " a", " ", "", "prog").variable("L"));
    assertEquals(
        "a:b:",
        Outcome.of(Outcome.process(), "export-array", "-d:", "L", " a", " b", "", "prog")
            .variable("L"));
  }

  @Test
  void emptyenv() {
    String[] all = {
      "A=1",
      "ELGETOPT_a=1",
      "ELGETOPT_b:1=2",
      "1=x",
      "1:1=y",
      "#=1",
      "FD0=4",
      "FDx=5",
      "LD_LIBRARY_PATH=z"
    };
    assertEquals("", Outcome.of(Outcome.process(all), "emptyenv", "prog").variables());
    assertEquals(
        "LD_LIBRARY_PATH=z",
        Outcome.of(Outcome.process(all), "emptyenv", "-pl", "prog").variables());
    assertEquals(
        "1:1=y A=1 FDx=5 LD_LIBRARY_PATH=z",
        Outcome.of(Outcome.process(all), "emptyenv", "-c", "prog").variables());
    assertEquals(
        "1=y A=1 ELGETOPT_b=2 FD0=4 FDx=5 LD_LIBRARY_PATH=z",
        Outcome.of(Outcome.process(all), "emptyenv", "-oP", "prog").variables());
  }

  @Test
  void getpidAndImport() {
    FakePosix posix = Outcome.process();
    Outcome outcome = Outcome.of(posix, "getpid", "-E", "P", "prog", "$P");
    assertEquals("exec importas|-uSi|--|P|prog|$P", outcome.line());
    assertEquals("" + posix.getpid(), outcome.variable("P"));
  }

  private static FakePosix writing(String text, int code) {
    return Outcome.process("X=old")
        .program(
            "/bin/writes",
            child -> {
              byte[] bytes = CString.of(text);
              child.write(1, bytes, 0, bytes.length);
              child.exit(code);
            });
  }

  @Test
  void backtick() {
    assertEquals(
        "a\nb",
        Outcome.of(writing("a\nb\n", 0), "backtick", "X", " writes", "", "prog").variable("X"));
    assertEquals(
        "a\n",
        Outcome.of(writing("a\n", 0), "backtick", "-N", "X", " writes", "", "prog").variable("X"));
    assertEquals(
        "exit 3", Outcome.of(writing("a", 3), "backtick", "X", " writes", "", "prog").line());
    assertEquals(
        "exit 124", Outcome.of(writing("a\0b", 0), "backtick", "X", " writes", "", "prog").line());
    Outcome lenient = Outcome.of(writing("a\n", 3), "backtick", "-I", "X", " writes", "", "prog");
    assertEquals("a 3", lenient.variable("X") + " " + lenient.variable("?"));
    assertNull(
        Outcome.of(writing("a", 3), "backtick", "-x", "X", " writes", "", "prog").variable("X"));
    assertEquals(
        "d",
        Outcome.of(writing("a\0", 0), "backtick", "-Dd", "X", " writes", "", "prog").variable("X"));
    assertEquals(
        "exec multisubstitute| importas| -uSi| --| X||prog|$X",
        Outcome.of(writing("a", 0), "backtick", "-E", "X", " writes", "", "prog", "$X").line());
  }

  @Test
  void envfile() {
    FakePosix posix = Outcome.process();
    posix.file("/e", "A = b\n");
    assertEquals("b", Outcome.of(posix, "envfile", "/e", "prog").variable("A"));
    assertEquals("exit 111", Outcome.of(posix, "envfile", "/nosuch", "prog").line());
    assertEquals("exec prog", Outcome.of(posix, "envfile", "-I", "/nosuch", "prog").line());
    posix.file("/bad", "A\n");
    assertEquals("exit 1", Outcome.of(posix, "envfile", "/bad", "prog").line());
  }
}
