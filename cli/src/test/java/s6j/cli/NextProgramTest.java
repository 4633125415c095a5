package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.FakePosix;

/** What a command line ends with, and how long it may take. */
class NextProgramTest {
  private final FakePosix posix = new FakePosix();
  private final Messages messages = new Messages(posix, CString.of("prog"));

  private static byte[][] words(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) bytes[i] = CString.of(words[i]);
    return bytes;
  }

  private NextProgram next(String... words) {
    return new NextProgram(posix, messages, words(words));
  }

  @Test
  void becomesTheProgramThatPathHas() {
    posix.program("/bin/true", process -> {});
    FakePosix.Executed executed =
        assertThrows(FakePosix.Executed.class, () -> next("true", "a").exec());
    assertEquals("/bin/true a", executed.line());
  }

  @Test
  void theExitCodeTellsAMissingProgramFromOneThatIsNone() {
    posix.file("/bin/text", "text");
    assertEquals(127, next("nowhere").exec());
    assertEquals(126, next("text").exec());
    assertEquals(111, next("nowhere").start());
  }

  @Test
  void startsTheProgramAsAChild() {
    posix.program("/bin/true", process -> {});
    assertEquals(0, next("true").start());
    assertEquals(1, posix.others().size());
  }

  @Test
  void operandsAreWhatFollows() {
    byte[][] line = words("prog", "-o", "a", "", "b");
    assertEquals(3, Operands.from(line, 2).length);
    assertEquals(1, Operands.between(line, 2, 3).length);
  }

  @Test
  void noTimeoutAndOneOfMoreThan31BitsNeverEnd() {
    assertEquals(Deadline.NEVER, Timeout.deadline(posix, 0));
    assertEquals(Deadline.NEVER, Timeout.deadline(posix, 1L << 31));
    assertEquals(posix.monotonicNanos() + 5_000_000, Timeout.deadline(posix, 5));
  }
}
