package s6j.execline.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

class LoopsTest {
  private final StringBuilder seen = new StringBuilder();

  /** With {@code /bin/note}, which notes the variable X and exits with it. */
  private FakePosix process() {
    return Outcome.process()
        .program(
            "/bin/note",
            child -> {
              String value = "";
              for (byte[] variable : child.environment())
                if (CString.text(variable).startsWith("X="))
                  value = CString.text(variable).substring(2);
              seen.append('<').append(value).append('>');
              child.exit(value.matches("[0-9]+") ? Integer.parseInt(value) : 0);
            });
  }

  private String call(FakePosix posix, String... words) {
    seen.setLength(0);
    return Outcome.of(posix, words).line() + " " + seen;
  }

  @Test
  void forx() {
    assertEquals("exit 0 <a><b>", call(process(), "forx", "X", " a", " b", "", "note"));
    assertEquals(
        "exit 2 <0><2>", call(process(), "forx", "-o0,1", "X", " 0", " 2", " 0", "", "note"));
    assertEquals(
        "exit 2 <0><2>", call(process(), "forx", "-x2", "X", " 0", " 2", " 0", "", "note"));
    assertEquals(
        "exit 0 <0><2>", call(process(), "forx", "-p", "-x2", "X", " 0", " 2", "", "note"));
    assertEquals("exit 0 ", call(process(), "forx", "X", "", "note"));
    assertEquals("exit 100 ", call(process(), "forx", "X=", " a", "", "note"));
    assertEquals("exit 100 ", call(process(), "forx", "-ox", "X", " a", "", "note"));
    assertEquals("exit 111 ", call(process(), "forx", "X", " a", "", "nosuch"));
  }

  private FakePosix reading(String input) {
    FakePosix posix = process();
    posix.file("/input", input);
    int fd = posix.open(Posix.CWD, CString.of("/input"), OpenFlags.O_RDONLY, 0);
    posix.dup2(fd, 0);
    posix.close(fd);
    return posix;
  }

  @Test
  void forstdin() {
    assertEquals("exit 0 <a><><b>", call(reading("a\n\nb\nc"), "forstdin", "X", "note"));
    assertEquals(
        "exit 0 <a\n><cd>",
        call(reading("a\n\ncd"), "forstdin", "-NC", "X", "note").replace("<\n>", "?"));
    assertEquals("exit 0 <a><b>", call(reading("a:b;"), "forstdin", "-d:;", "X", "note"));
    assertEquals("exit 0 <a><b\n>", call(reading("1:a,2:b\n,"), "forstdin", "-d", "", "X", "note"));
    assertEquals("exit 1 ", call(reading(""), "forstdin", "X", "note"));
    assertEquals("exit 111 ", call(reading("x"), "forstdin", "-d", "", "X", "note"));
    assertEquals("exit 3 <3>", call(reading("3\n0\n"), "forstdin", "-x3", "X", "note"));
  }

  @Test
  void forbacktickx() {
    FakePosix posix = process().program("/bin/pipeline", child -> {});
    assertEquals(
        "exec pipeline|--| gen||unexport|!|forstdin|-e|-P|2|-n|-C|-0|-x|1|--|X|fdmove|0|3|note ",
        call(posix, "forbacktickx", "-P2", "-C", "-0", "-x1", "X", " gen", "", "note"));
  }
}
