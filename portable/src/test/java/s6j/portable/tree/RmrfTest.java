package s6j.portable.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

class RmrfTest {
  private static FakePosix tree() {
    FakePosix posix = new FakePosix().file("/keep/f", "kept").file("/d/e/f", "").directory("/d/g");
    posix.symlink(CString.of("/keep"), Posix.CWD, CString.of("/d/e/l"));
    posix.symlink(CString.of("/keep"), Posix.CWD, CString.of("/l"));
    return posix;
  }

  @Test
  void removesAllButWhatLinksLeadTo() {
    FakePosix posix = tree();
    assertEquals("exit 0", Outcome.of(posix, "s6-rmrf", "d", "l", "nosuch", ""));
    assertFalse(posix.exists("/d"));
    assertFalse(posix.exists("/l"));
    assertEquals("kept", posix.text("/keep/f"));
  }

  @Test
  void theMessageNamesWhatFailed() {
    FakePosix posix = tree();
    assertEquals("exit 111", Outcome.of(posix, "s6-rmrf", "nosuch", "keep/f/x", "d"));
    assertEquals("s6-rmrf: fatal: unable to remove keep/f/x: Not a directory\n", posix.errors());
    assertTrue(posix.exists("/d/e/f"), "the rest is left");
  }

  @Test
  void noFailureIsSilent() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix posix = tree();
              String outcome = Outcome.of(faulty.around(posix), "s6-rmrf", "d");
              assertTrue(!posix.exists("/d") || outcome.equals("exit 111"), faulty.failed());
              assertEquals("kept", posix.text("/keep/f"));
            });
    assertTrue(calls > 20, "only " + calls);
  }
}
