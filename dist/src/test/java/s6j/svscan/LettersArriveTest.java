package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.cli.Option;
import s6j.cli.Program;

/** Each flag of s6-svscanctl, which is sent as it is, means something to the scanner. */
class LettersArriveTest {
  @Test
  void noLetterIsUnknown() {
    Program program = Svscanctl.declaration();
    for (Option option : program.options()) {
      char letter = option.letter;
      assertNull(option.value, () -> "-" + letter);
      assertNotEquals(SvscanEvent.UNKNOWN_LETTER, SvscanEvent.ofLetter(letter), () -> "-" + letter);
    }
    assertTrue(program.options().length >= 9, "only " + program.options().length);
  }
}
