package s6j.rc.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rc.Live;

/** s6-rc-fdholder-filler: the names it reads, and what it says when it cannot give their pipes. */
class FdholderFillerTest {
  private final FakePosix posix = new FakePosix();

  private int fill(String names, String... options) {
    posix.file("/names", names);
    posix.inherit(posix.open(Posix.CWD, CString.of("/names"), OpenFlags.O_RDONLY, 0), 0);
    String[] words = new String[options.length + 1];
    words[0] = "s6-rc-fdholder-filler";
    System.arraycopy(options, 0, words, 1, options.length);
    return Live.run(posix, words);
  }

  @Test
  void withoutNamesThereIsNothingToDo() {
    assertEquals(0, fill("# a comment\n\n  \t\n", "-1"));
    assertEquals("\n", posix.output());
    assertEquals(0, fill(""));
    assertEquals("\n", posix.output());
    assertEquals("", posix.errors());
  }

  @Test
  void aNameThatIsTooLongIsTold() {
    String longest = "n".repeat(244);
    assertEquals(111, fill("  " + longest));
    assertEquals(
        "s6-rc-fdholder-filler: fatal: unable to create identifier for "
            + longest
            + ": File name too long\n",
        posix.errors());
  }

  @Test
  void withoutAHolderThePipesAreNotGiven() {
    assertEquals(111, fill("one\n\ttwo", "-1", "-t", "100"));
    assertTrue(
        posix.errors().startsWith("s6-rc-fdholder-filler: fatal: unable to transfer pipes: "),
        posix.errors());
    assertEquals("", posix.output());
  }

  @Test
  void commandLinesThatAreNone() {
    assertEquals(100, fill("", "-t", "soon"));
    assertEquals(100, fill("", "-q"));
  }
}
