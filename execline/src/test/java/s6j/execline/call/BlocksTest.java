package s6j.execline.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.FakePosix;

class BlocksTest {
  private static String call(FakePosix posix, String... words) {
    return Outcome.of(posix, words).line();
  }

  @Test
  void aBlockLosesOneBlank() {
    assertEquals(
        "exec prog|b", call(Outcome.process(), "ifelse", " good", "", " prog", " b", "", "x"));
    assertEquals("exec prog| b", call(Outcome.process(), "tryexec", " prog", "  b", "", "x"));
  }

  @Test
  void whatDoesNotEndIsWrong() {
    FakePosix posix = Outcome.process();
    assertEquals("exit 100", call(posix, "if", " a", " b"));
    assertEquals("if: fatal: unterminated block\n", posix.errors());
  }

  @Test
  void styleIsTold() {
    FakePosix warned = Outcome.process("EXECLINE_STRICT=1");
    assertEquals("exec prog", call(warned, "if", "good", "", "prog"));
    assertEquals("if: warning: unquoted argument good at block 1 position 0\n", warned.errors());
    FakePosix refused = Outcome.process("EXECLINE_STRICT=2");
    assertEquals("exit 100", call(refused, "ifelse", " good", "", " prog", "x", "", "y"));
    assertEquals("ifelse: fatal: unquoted argument x at block 2 position 1\n", refused.errors());
    assertEquals("exec prog", call(Outcome.process("EXECLINE_STRICT=x"), "if", "good", "", "prog"));
  }

  @Test
  void thePathIsThatOfTheStart() {
    assertEquals("exec prog", call(Outcome.process(), "export", "PATH", "/nowhere", "prog"));
    assertEquals("exec prog", call(Outcome.process(), "exec", "-c", "prog"));
    FakePosix empty = new FakePosix().program("/bin/prog", child -> {}).setEnvironment("PATH=");
    assertEquals("exit 127", call(empty, "exec", "prog"));
    assertEquals("exec: fatal: unable to exec prog: No such file or directory\n", empty.errors());
    FakePosix none = new FakePosix().program("/bin/prog", child -> {}).setEnvironment("A=b");
    assertEquals("exec prog", call(none, "exec", "prog"));
    FakePosix gaps = new FakePosix().program("/prog", child -> {}).setEnvironment("PATH=:/x:");
    assertEquals("exit 127", call(gaps, "exec", "prog"));
  }

  /** What is on no PATH is looked for beside the directory of this program. */
  @Test
  void companionsAreFoundFromTheFile() {
    FakePosix posix =
        new FakePosix()
            .program("/opt/execline/prog", child -> {})
            .program("/opt/bin/execlineb", child -> {})
            .setOwnPath("/opt/bin/execlineb")
            .setEnvironment("PATH=/bin");
    assertEquals("exec prog", call(posix, "exec", "prog"));
  }

  @Test
  void nothingToBecome() {
    assertEquals("exit 0", call(Outcome.process(), "foreground", " good", ""));
    assertEquals("exit 100", call(Outcome.process(), "export", "A", "b"));
    assertEquals("exit 126", call(Outcome.process(), "exec", ""));
  }
}
