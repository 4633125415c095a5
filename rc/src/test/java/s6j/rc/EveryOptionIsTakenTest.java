package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** Each option that a program of the room declares means something to it. */
class EveryOptionIsTakenTest {
  private static final int LEAST = 70;

  @Test
  void noDeclaredOptionIsRefused() {
    int count = 0;
    for (Program program : RcPrograms.all())
      for (int i = 0; i < program.optionCount(); i++, count++) take(program, program.option(i));
    assertTrue(count >= LEAST, "only " + count);
  }

  private static void take(Program program, Program.Option option) {
    FakePosix posix = new FakePosix();
    program.main.run(posix, program, new byte[][] {CString.of(program.name), word(option)});
    String said = posix.errors();
    assertFalse(said.contains("unrecognized"), () -> program.name + ": " + said);
  }

  private static byte[] word(Program.Option option) {
    String value = option.value == null ? "" : option.hasLetter() ? "1" : "=1";
    return CString.of((option.hasLetter() ? "-" + option.letter : "--" + option.longName) + value);
  }
}
