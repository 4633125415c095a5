package s6j.execline.directive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.FakePosix;

class DirectivesTest {
  private static String call(FakePosix posix, String... words) {
    return Outcome.of(posix, words).line();
  }

  @Test
  void define() {
    assertEquals(
        "exec prog|b|xb", call(Outcome.process(), "define", "A", "b", "prog", "$A", "x${A}"));
    assertEquals(
        "exec prog|a|b", call(Outcome.process(), "define", "-s", "A", "a b", "prog", "$A"));
    assertEquals("exit 111", call(Outcome.process(), "define", "", "b", "prog"));
    assertEquals("exit 111", call(Outcome.process(), "define", "-sd", "", "A", "x", "prog"));
    assertEquals("exit 0", call(Outcome.process(), "define", "A", "b"));
  }

  @Test
  void importas() {
    assertEquals("exec prog|v", call(Outcome.process("V=v"), "importas", "A", "V", "prog", "$A"));
    assertEquals("exec prog", call(Outcome.process(), "importas", "A", "V", "prog", "$A"));
    assertEquals(
        "exec prog|d", call(Outcome.process(), "importas", "-D", "d", "A", "V", "prog", "$A"));
    assertEquals(
        "", Outcome.of(Outcome.process("V=v"), "importas", "-uS", "V", "prog").variables());
    FakePosix posix = Outcome.process();
    assertEquals("exit 100", call(posix, "importas", "-i", "A", "V", "prog"));
    assertEquals("importas: fatal: V not set\n", posix.errors());
  }

  @Test
  void multidefine() {
    assertEquals(
        "exec prog|b|a|",
        call(
            Outcome.process(),
            "multidefine",
            "a b",
            " A",
            " B",
            " C",
            "",
            "prog",
            "$B",
            "$A",
            "$C"));
    assertEquals(
        "exec prog|b|c",
        call(Outcome.process(), "multidefine", "-r", "a b c", " ", " B", "", "prog", "$B"));
    assertEquals(
        "exec prog", call(Outcome.process(), "multidefine", "-0", "", " B", "", "prog", "$B"));
    assertEquals("exit 111", call(Outcome.process(), "multidefine", "a b", " A", " A", "", "prog"));
    assertEquals("exit 100", call(Outcome.process(), "multidefine", "a b", "", "prog"));
  }

  @Test
  void elgetpositionals() {
    FakePosix posix = Outcome.process("#=2", "0=me", "1=a", "2=b");
    assertEquals(
        "exec prog|2|me|a|b|",
        call(posix, "elgetpositionals", "-P3", "prog", "$#", "$0", "$@", "$3"));
    assertEquals("exit 111", call(Outcome.process("#=1", "0=me"), "elgetpositionals", "prog"));
  }

  @Test
  void multisubstitute() {
    assertEquals(
        "exec prog|b|a",
        call(
            Outcome.process(),
            "multisubstitute",
            " define",
            " a",
            " b",
            " define",
            " b",
            " a",
            "",
            "prog",
            "$a",
            "$b"));
    assertEquals(
        "exit 100",
        call(
            Outcome.process(),
            "multisubstitute",
            " define",
            " a",
            " b",
            " define",
            " a",
            " c",
            "",
            "prog"));
    FakePosix posix = Outcome.process();
    assertEquals("exit 100", call(posix, "multisubstitute", " x", "", "prog"));
    assertEquals(
        "multisubstitute: fatal: syntax error: unrecognized directive x\n", posix.errors());
  }

  @Test
  void elglob() {
    FakePosix posix = Outcome.process();
    posix.directory("/d");
    posix.file("/d/b.c", "");
    posix.file("/d/a.c", "");
    posix.file("/d/.c", "");
    assertEquals(
        "exec prog|/d/a.c|/d/b.c", call(posix, "elglob", "-s", "F", "/d/*.c", "prog", "$F"));
    assertEquals("exec prog|/d/*.x", call(posix, "elglob", "F", "/d/*.x", "prog", "$F"));
    assertEquals("exec prog", call(posix, "elglob", "-0", "F", "/d/*.x", "prog", "$F"));
    assertEquals(
        "exec prog|/d/a.c:/d/b.c", call(posix, "elglob", "-snd:", "F", "/d/?.c", "prog", "$F"));
    assertEquals("exec prog|/d/", call(posix, "elglob", "-m", "F", "/[d]", "prog", "$F"));
  }
}
