package s6j.execline.place;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class PlacesTest {
  private static String mode(String text, int mode) {
    int made = new ModeString(CString.of(text)).apply(mode);
    return made < 0 ? "bad" : Integer.toOctalString(made);
  }

  @Test
  void modeStrings() {
    assertEquals("754", mode("u=rwx,g=rx,o=r", 0));
    assertEquals("755", mode("+x,go-w", 0666));
    assertEquals("660", mode("g=u,o=", 0600));
    assertEquals("77", mode("u=", 0777));
    assertEquals("750", mode("u+w+x,g-w", 0570));
    assertEquals("bad", mode("u,g", 0));
    assertEquals("bad", mode("z", 0));
    assertEquals("bad", mode("u=gr", 0));
    assertEquals("740", mode("", 0740));
  }

  @Property
  void aModeInLettersComesBack(
      @ForAll @IntRange(max = 511) int mode, @ForAll @IntRange(max = 511) int before) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      text.append("ugo".charAt(i)).append('=');
      int bits = mode >> 6 - 3 * i & 7;
      for (int k = 0; k < 3; k++) if ((bits & 4 >> k) != 0) text.append("rwx".charAt(k));
      if (i < 2) text.append(',');
    }
    assertEquals(Integer.toOctalString(mode), mode(text.toString(), before));
  }

  private static FakePosix process(String... variables) {
    FakePosix posix = Outcome.process(variables);
    posix.directory("/a");
    posix.directory("/a/b");
    return posix;
  }

  @Test
  void cd() {
    assertEquals("exec prog", Outcome.of(process(), "cd", "/a", "prog").line());
    FakePosix posix = process();
    assertEquals("exit 111", Outcome.of(posix, "cd", "/no", "prog").line());
    assertEquals(
        "execline-cd: fatal: unable to chdir to /no: No such file or directory\n", posix.errors());
  }

  @Test
  void posixCd() {
    assertEquals("exit 0", Outcome.of(process("HOME=/a"), "posix-cd").line());
    Outcome up = Outcome.of(process("PWD=/"), "posix-cd", "a/b/..", "prog");
    assertEquals("/a /", up.variable("PWD") + " " + up.variable("OLDPWD"));
    FakePosix listed = process("CDPATH=/no:/a", "PWD=/");
    assertEquals("/a/b", Outcome.of(listed, "posix-cd", "b", "prog").variable("PWD"));
    assertEquals("/a/b\n", listed.output());
    assertEquals(
        "/a", Outcome.of(process("CDPATH=/no", "PWD=/"), "posix-cd", "a", "prog").variable("PWD"));
    assertEquals("exit 100", Outcome.of(process(), "posix-cd", "-", "prog").line());
    assertEquals("exit 111", Outcome.of(process("PWD=/"), "posix-cd", "no/..", "prog").line());
  }

  @Test
  void masks() {
    FakePosix posix = process();
    assertEquals("exec prog", Outcome.of(posix, "umask", "027x", "prog").line());
    assertEquals(027, posix.umask(027));
    assertEquals("exit 100", Outcome.of(posix, "umask", "8", "prog").line());
    assertEquals("exit 0", Outcome.of(posix, "posix-umask", "-S").line());
    assertEquals("u=rwx,g=rx,o=\n", posix.output());
  }
}
