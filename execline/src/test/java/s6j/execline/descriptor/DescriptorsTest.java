package s6j.execline.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.FakePosix;

class DescriptorsTest {
  private static String call(FakePosix posix, String... words) {
    return Outcome.of(posix, words).line();
  }

  @Test
  void wrongUse() {
    assertEquals("exit 100", call(Outcome.process(), "fdclose", "x", "prog"));
    assertEquals("exit 100", call(Outcome.process(), "fdmove", "1", "prog"));
    assertEquals("exit 100", call(Outcome.process(), "piperw", "4", "4", "prog"));
    assertEquals("exit 100", call(Outcome.process(), "redirfd", "0", "/f", "prog"));
    assertEquals(
        "exit 100", call(Outcome.process(), "redirfd", "-r", "--no-read", "0", "/f", "prog"));
    assertEquals("exit 111", call(Outcome.process(), "fdswap", "1", "77", "prog"));
    assertEquals("exit 111", call(Outcome.process(), "fdmove", "1", "77", "prog"));
    assertEquals("exit 111", call(Outcome.process(), "fdmove", "-c", "1", "1", "prog"));
    assertEquals("exec prog", call(Outcome.process(), "fdmove", "1", "1", "prog"));
    assertEquals("exec prog", call(Outcome.process(), "fdclose", "77", "prog"));
  }

  @Test
  void redirfd() {
    FakePosix posix = Outcome.process();
    posix.file("/f", "old");
    assertEquals("exec prog", call(posix, "redirfd", "-a", "1", "/f", "prog"));
    assertEquals("exit 111", call(posix, "redirfd", "-x", "1", "/f", "prog"));
    assertEquals("redirfd: fatal: unable to open /f: File exists\n", posix.errors());
    assertEquals("exit 111", call(posix, "redirfd", "-w", "--no-create", "1", "/new", "prog"));
  }

  @Test
  void fdreserve() {
    Outcome outcome = Outcome.of(Outcome.process(), "fdreserve", "3", "prog");
    assertEquals("exec prog", outcome.line());
    assertEquals(false, outcome.variable("FD0").equals(outcome.variable("FD2")));
    assertEquals("exit 100", call(Outcome.process(), "fdreserve", "99999999", "prog"));
  }
}
