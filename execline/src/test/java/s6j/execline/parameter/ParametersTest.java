package s6j.execline.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.FakePosix;

class ParametersTest {
  private static FakePosix process(String... words) {
    String[] variables = new String[words.length + 2];
    variables[0] = "#=" + words.length;
    variables[1] = "0=me";
    for (int i = 0; i < words.length; i++) variables[i + 2] = (i + 1) + "=" + words[i];
    return Outcome.process(variables);
  }

  @Test
  void shift() {
    assertEquals("#=1 0=me 1=b", Outcome.of(process("a", "b"), "shift", "prog").variables());
    assertEquals("#=0 0=me", Outcome.of(process("a"), "shift", "-n9", "prog").variables());
    assertEquals(
        "#=1 0=me 1=c", Outcome.of(process(" a", "", "c"), "shift", "-b1", "prog").variables());
    FakePosix posix = process(" a");
    assertEquals("exit 100", Outcome.of(posix, "shift", "-b1", "prog").line());
    assertEquals("shift: fatal: unable to shift block 0: too few arguments (1)\n", posix.errors());
  }

  @Test
  void runblock() {
    assertEquals("exec prog|x", Outcome.of(process(" prog", " x", ""), "runblock", "1").line());
    assertEquals(
        "exec prog|y", Outcome.of(process(" x", "", " y", ""), "runblock", "2", "prog").line());
    assertEquals(
        "exec prog|b|c",
        Outcome.of(process("a", "b", "c"), "runblock", "-rn1", "0", "prog").line());
    assertEquals("", Outcome.of(process(" prog", ""), "runblock", "1").variables());
    assertEquals("exit 100", Outcome.of(process(" prog"), "runblock", "1").line());
    assertEquals("exit 100", Outcome.of(process(" prog"), "runblock", "0").line());
    assertEquals("exit 0", Outcome.of(process(), "runblock", "-r", "0", "prog").line());
  }

  @Test
  void elgetopt() {
    assertEquals(
        "#=1 0=me 1=rest ELGETOPT_a=1 ELGETOPT_b=v ELGETOPT_c=w",
        Outcome.of(process("-ab", "v", "-cw", "--", "rest"), "elgetopt", "ab:c:", "prog")
            .variables());
    FakePosix bad = process("-z");
    assertEquals("exit 1", Outcome.of(bad, "elgetopt", "a", "prog").line());
    assertEquals("me: illegal option\n", bad.errors());
    assertEquals(
        "#=0 0=me ELGETOPT_:=1", Outcome.of(process("-b"), "elgetopt", ":b:", "prog").variables());
    assertEquals("exit 1", Outcome.of(process("-b"), "elgetopt", "b:", "prog").line());
    assertEquals("exit 100", Outcome.of(Outcome.process(), "elgetopt", "b:", "prog").line());
  }

  @Test
  void dollarat() {
    FakePosix posix = process("a", "b");
    assertEquals("exit 0", Outcome.of(posix, "dollarat", "-d:").line());
    assertEquals("a:b:", posix.output());
    FakePosix open = process("a", "b");
    Outcome.of(open, "dollarat", "-n");
    assertEquals("a\nb", open.output());
    FakePosix none = Outcome.process("#=1");
    assertEquals("exit 100", Outcome.of(none, "dollarat").line());
    assertEquals("dollarat: fatal: 1 not set\n", none.errors());
  }

  @Test
  void execlinebPushesAndSubstitutes() {
    assertEquals(
        "#:1=1 #=1 0:1=me 0=execlineb 1:1=old 1=new",
        Outcome.of(process("old"), "execlineb", "-c", "prog", "new").variables());
    assertEquals(
        "exec prog|2|a|b||a|b",
        Outcome.of(process(), "execlineb", "-S3", "-c", "prog $# $1 $2 $3 $@", "a", "b").line());
    assertEquals(
        "exec prog|b", Outcome.of(process(), "execlineb", "-s1", "-c", "prog $@", "a", "b").line());
    assertEquals("exit 0", Outcome.of(process(), "execlineb", "-c", "").line());
    assertEquals("exit 100", Outcome.of(process(), "execlineb", "-WS2", "-c", "prog").line());
    FakePosix posix = process();
    posix.file("/s", "prog { a");
    assertEquals("exit 100", Outcome.of(posix, "execlineb", "/s").line());
    assertEquals("execlineb: fatal: unmatched { in file /s\n", posix.errors());
  }
}
