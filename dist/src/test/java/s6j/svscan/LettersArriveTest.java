package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.cli.Program;

/** Each flag of s6-svscanctl, which is sent as it is, means something to the scanner. */
class LettersArriveTest {
  @Test
  void noLetterIsUnknown() {
    Program program = Svscanctl.declaration();
    for (int i = 0; i < program.optionCount(); i++) {
      char letter = program.option(i).letter;
      assertNull(program.option(i).value, () -> "-" + letter);
      assertNotEquals(SvscanEvent.UNKNOWN_LETTER, SvscanEvent.ofLetter(letter), () -> "-" + letter);
    }
    assertTrue(program.optionCount() >= 9, "only " + program.optionCount());
  }
}
