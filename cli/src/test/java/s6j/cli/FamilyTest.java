package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** A program is told by the name it is called by, long or short, wherever it lies. */
class FamilyTest {
  private final Posix posix = new JnrPosix();

  @TempDir Path directory;

  private static Program[] family() {
    return new Program[] {
      new Program("s6-one", "one", "", "is one", (posix, program, arguments) -> 1)
          .options(Option.flag('v', "says more"), Option.value('t', "millis", "how long")),
      new Program("s6-two", null, "dir", "is two", (posix, program, arguments) -> arguments.length)
    };
  }

  private int run(String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return Family.run(posix, family(), arguments);
  }

  @Test
  void namesChooseThePrograms() {
    Program[] family = family();
    assertSame(family[0], Family.find(family, CString.of("s6-one")));
    assertSame(family[0], Family.find(family, CString.of("one")));
    assertSame(family[1], Family.find(family, CString.of("s6-two")));
    assertNull(Family.find(family, CString.of("two")));
    assertNull(Family.find(family, CString.of("s6-on")));
    assertEquals(1, run("/usr/bin/s6-one", "-v"));
    assertEquals(1, run("one"));
    assertEquals(3, run("./s6-two", "--help", "x"));
    assertEquals(3, run("./s6-two", "--version", "x"));
  }

  @Test
  void helpGoesToStandardOutput() throws IOException {
    Path file = directory.resolve("help");
    int code = withDescriptor(1, file, "s6-one", "--help");
    assertEquals(0, code);
    assertEquals(
        "s6-one: is one\nusage: s6-one \n  -v                      says more\n"
            + "  -t millis               how long\n",
        Files.readString(file));
  }

  @Test
  void theVersionIsTheOneOfThePom() throws IOException {
    Path file = directory.resolve("version");
    assertEquals(0, withDescriptor(1, file, "bin/one", "--version"));
    String pom = Files.readString(Path.of("pom.xml"));
    String said = Files.readString(file);
    String version = said.substring(said.indexOf(')') + 2, said.indexOf('\n'));
    assertTrue(said.startsWith("s6-one (s6j) "), said);
    assertTrue(pom.contains("<version>" + version + "</version>"), said);
  }

  @Test
  void anUnknownNameIsFatal() throws IOException {
    Path file = directory.resolve("error");
    assertEquals(127, withDescriptor(2, file, "bin/s6-three"));
    assertEquals("s6-three: fatal: unknown program\n", Files.readString(file));
  }

  /** Runs with a standard descriptor turned to a new file. */
  private int withDescriptor(int fd, Path file, String... words) {
    int saved = posix.dup(fd, 100, true);
    int to = posix.open(Posix.CWD, CString.of(file.toString()), 0101, 0600);
    posix.dup2(to, fd);
    int code = run(words);
    posix.dup2(saved, fd);
    posix.close(saved);
    posix.close(to);
    return code;
  }
}
