package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.svc.SvcPrograms;

/** Each flag of s6-svc, which is sent as it is, means something to the supervisor. */
class LettersArriveTest {
  @Test
  void noLetterIsUnknown() {
    int count = 0;
    for (Program program : SvcPrograms.all()) {
      if (!program.name.equals("s6-svc")) continue;
      for (Option option : program.options()) {
        if (option.value != null) continue;
        char letter = option.letter;
        assertNotNull(SuperviseEvent.ofLetter(letter), () -> "-" + letter);
        count++;
      }
    }
    assertTrue(count > 20, "only " + count);
  }
}
