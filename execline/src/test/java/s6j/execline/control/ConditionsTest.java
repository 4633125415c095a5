package s6j.execline.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Signal;

class ConditionsTest {
  private final FakePosix posix =
      Outcome.process().program("/bin/crash", child -> child.kill(child.getpid(), Signal.SIGTERM));

  private String call(String... words) {
    return Outcome.of(posix, words).line();
  }

  @Test
  void whatIfDoes() {
    assertEquals("exec prog|x", call("if", " good", "", "prog", "x"));
    assertEquals("exit 3", call("if", " bad", "", "prog"));
    assertEquals("exec prog", call("if", "-n", " bad", "", "prog"));
    assertEquals("exit 1", call("if", "-n", " good", "", "prog"));
    assertEquals("exit 0", call("if", "-t", " bad", "", "prog"));
    assertEquals("exit 7", call("if", "-x7", " bad", "", "prog"));
    assertEquals("exec prog", call("if", "", "prog"));
    assertEquals("", posix.errors());
    assertEquals("exit 111", call("if", " nosuch", "", "prog"));
    assertEquals("exit 100", call("if", "-x", "256", " bad", "", "prog"));
  }

  @Test
  void crashesAreTold() {
    assertEquals("exit 143", call("if", "-x7", " crash", "", "prog"));
    assertEquals("if: fatal: child crashed with signal 15\n", posix.errors());
    assertEquals("exit 143", call("if", "-X", " crash", "", "prog"));
    assertEquals("exec prog", call("ifelse", "-X", " crash", "", " x", "", "prog"));
  }

  @Test
  void branches() {
    assertEquals("exec prog|y", call("ifelse", " good", "", " prog", " y", "", "prog", "n"));
    assertEquals("exec prog|n", call("ifelse", "-n", " good", "", " prog", " y", "", "prog", "n"));
    assertEquals("exec prog|n", call("ifte", " prog", " y", "", " prog", " n", "", "bad"));
    assertEquals("exec prog|r", call("ifthenelse", " bad", "", " x", "", " good", "", "prog", "r"));
    assertEquals(
        "exec prog|a|r", call("ifthenelse", "-s", " good", "", " prog", " a", "", " x", "", "r"));
  }

  @Test
  void foregroundTellsTheEnd() {
    assertEquals("3", Outcome.of(posix, "foreground", " bad", "", "prog").variable("?"));
    assertEquals("271", Outcome.of(posix, "foreground", " crash", "", "prog").variable("?"));
    assertEquals("127", Outcome.of(posix, "foreground", " nosuch", "", "prog").variable("?"));
    assertEquals(
        "foreground: warning: unable to spawn nosuch: No such file or directory\n", posix.errors());
    assertEquals("0", Outcome.of(posix, "foreground", "", "prog").variable("?"));
  }

  @Test
  void otherWaysOfBecoming() {
    assertEquals("exec -me|x", call("exec", "-l", "-a", "me", "prog", "x"));
    assertEquals("exec prog", call("tryexec", " nosuch", "", "prog"));
    assertEquals("exec good", call("tryexec", "-n", " prog", "", "good"));
    assertEquals("exit 100", call("tryexec", "-n", " prog", ""));
    assertEquals("exit 44", call("exit", "300"));
    assertEquals("exit 100", call("exit", "x"));
    assertEquals("exit 3", call("loopwhilex", "bad"));
    assertEquals("exit 111", call("loopwhilex", " bad"));
  }

  @Test
  void pipelineAndBackground() {
    Outcome outcome = Outcome.of(posix, "background", " good", "", "prog");
    assertEquals("exec prog", outcome.line());
    assertEquals(true, outcome.variable("!") != null);
    assertEquals("exit 100", call("pipeline", " good", ""));
    assertEquals("exit 100", call("background", "", "prog"));
  }

  @Test
  void caseTakesTheFirstThatMatches() {
    assertEquals(
        "exec prog|2",
        call("case", "abc", " x", "  no", " ", " a.*", "  prog", "  2", " ", "", "prog", "d"));
    assertEquals("exec prog|d", call("case", "abc", " b", "  no", " ", "", "prog", "d"));
    assertEquals("exec prog", call("case", "-s", "a.c", " a*", "  prog", " ", ""));
    Outcome groups = Outcome.of(posix, "case", "-N", "a-b", " (.)-(.)", "  prog", " ", "");
    assertEquals("2", groups.variable("#"));
    assertEquals("(.)-(.)", groups.variable("0"));
    assertEquals("b", groups.variable("2"));
    assertEquals("exit 100", call("case", "a", " x", ""));
    assertEquals("exit 100", call("case", "a", " x", "  y", ""));
  }

  @Test
  void listsOfCodes() {
    assertArrayEquals(new int[] {0, 3, 111}, Codes.list(CString.of("0,3 ;111")));
    assertArrayEquals(new int[] {7000, 0}, Codes.list(CString.of("70000")));
    assertArrayEquals(new int[] {1}, Codes.list(CString.of("1x2")));
    assertNull(Codes.list(CString.of("x")));
  }
}
