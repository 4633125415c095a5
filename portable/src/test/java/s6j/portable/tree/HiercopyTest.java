package s6j.portable.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** No copy loses data: neither the original's nor, without a word, the copy's. */
class HiercopyTest {
  private static FakePosix tree() {
    FakePosix posix = new FakePosix().file("/d/f", "one").file("/d/e/g", "two");
    posix.symlink(CString.of("../f"), Posix.CWD, CString.of("/d/e/l"));
    posix.mkfifo(Posix.CWD, CString.of("/d/p"), 0640);
    posix.permissions("/d/e", 02750, -1, -1);
    return posix;
  }

  @Test
  void aTreeIsCopiedAsItIs() {
    FakePosix posix = tree();
    assertEquals("exit 0", Outcome.of(posix, "s6-hiercopy", "d", "c"));
    assertEquals("", posix.errors());
    assertEquals("one", posix.text("/c/f"));
    assertEquals("two", posix.text("/c/e/g"));
    assertEquals(02750, posix.permissions("/c/e"));
    assertEquals(List.of("e", "f", "p"), posix.names("/c"));
    FileStat stat = new FileStat();
    posix.stat(Posix.CWD, CString.of("/c/e/l"), false, stat);
    assertTrue(stat.isLink());
    posix.stat(Posix.CWD, CString.of("/c/p"), false, stat);
    assertTrue(stat.isFifo() && stat.permissions() == 0640);
  }

  @Test
  void nothingIsCopiedOntoItself() {
    FakePosix posix = tree();
    assertEquals("exit 111", Outcome.of(posix, "s6-hiercopy", "d/f", "d/f"));
    assertEquals("exit 111", Outcome.of(posix, "s6-hiercopy", "d", "d/"));
    posix.symlink(CString.of("/d"), Posix.CWD, CString.of("/again"));
    assertEquals("exit 111", Outcome.of(posix, "s6-hiercopy", "d", "again"));
    assertEquals(
        "s6-hiercopy: fatal: unable to copy hierarchy from d/f to d/f: they are the same file\n"
            + "s6-hiercopy: fatal: unable to copy hierarchy from d to d/: they are the same file\n"
            + "s6-hiercopy: fatal: unable to copy hierarchy from d to again: they are the same file\n",
        posix.errors());
    assertEquals("one", posix.text("/d/f"));
    assertEquals("two", posix.text("/d/e/g"));
  }

  @Test
  void aLinkBackIsSeenToo() {
    FakePosix posix = tree().directory("/k/e");
    posix.symlink(CString.of("/d/f"), Posix.CWD, CString.of("/k/f"));
    posix.link(Posix.CWD, CString.of("/d/e/g"), Posix.CWD, CString.of("/k/e/g"));
    assertEquals("exit 111", Outcome.of(posix, "s6-hiercopy", "d", "k"));
    assertEquals("one", posix.text("/d/f"));
    assertEquals("two", posix.text("/d/e/g"));
    assertTrue(posix.errors().contains("warning: unable to copy hierarchy from d/f to k/f: "));
    assertTrue(posix.errors().contains("from d/e/g to k/e/g: they are the same file\n"));
    assertTrue(posix.exists("/k/p"), "the rest is copied");
  }

  @Test
  void aCopyInTheOriginalEnds() {
    FakePosix posix = tree();
    assertEquals("exit 0", Outcome.of(posix, "s6-hiercopy", "d", "d/sub"));
    assertEquals(List.of("e", "f", "p"), posix.names("/d/sub"));
  }

  @Test
  void whatIsThereIsJoinedOrOverwritten() {
    FakePosix posix = tree().file("/c/f", "old and longer").file("/c/k", "kept");
    posix.link(Posix.CWD, CString.of("/c/f"), Posix.CWD, CString.of("/hard"));
    assertEquals("exit 0", Outcome.of(posix, "s6-hiercopy", "d", "c"));
    assertEquals("one", posix.text("/c/f"));
    assertEquals("one", posix.text("/hard"));
    assertEquals("kept", posix.text("/c/k"));
  }

  @Test
  void failuresBelowAreTold() {
    FakePosix posix = tree().file("/c/e", "in the way").directory("/c/f");
    assertEquals("exit 111", Outcome.of(posix, "s6-hiercopy", "d", "c"));
    assertEquals("in the way", posix.text("/c/e"));
    assertTrue(posix.errors().contains("from d/e to c/e: Not a directory\n"));
    assertTrue(posix.errors().contains("from d/f to c/f: Is a directory\n"));
    assertTrue(posix.exists("/c/p"));
  }

  /** Whatever call fails: all was copied, or it was said that it was not; the original is whole. */
  @Test
  void noFailureIsSilent() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix posix = tree();
              String outcome = Outcome.of(faulty.around(posix), "s6-hiercopy", "d", "c");
              assertEquals("one", posix.text("/d/f"));
              assertEquals("two", posix.text("/d/e/g"));
              boolean isWhole =
                  "one".equals(posix.text("/c/f"))
                      && "two".equals(posix.text("/c/e/g"))
                      && posix.exists("/c/e/l")
                      && posix.exists("/c/p");
              assertTrue(isWhole || outcome.equals("exit 111"), faulty.failed());
              assertEquals(outcome.equals("exit 111"), !posix.errors().isEmpty());
            });
    assertTrue(calls > 40, "only " + calls);
  }

  @Test
  void aFullDiskIsTold() {
    FakePosix posix = tree();
    FaultyPosix faulty = new FaultyPosix().failCall("write", 1, Errno.ENOSPC);
    assertEquals("exit 111", Outcome.of(faulty.around(posix), "s6-hiercopy", "d", "c"));
    assertTrue(posix.errors().contains("No space left on device"));
  }

  @Test
  void deepTreesAreCopiedAndRemoved() {
    StringBuilder path = new StringBuilder();
    FakePosix posix = new FakePosix().directory("/d");
    for (int i = 0; i < 100; i++) path.append("/n");
    posix.file("/d" + path + "/f", "deep");
    assertEquals("exit 0", Outcome.of(posix, "s6-hiercopy", "d", "c"));
    assertEquals("deep", posix.text("/c" + path + "/f"));
    assertEquals("exit 0", Outcome.of(posix, "s6-rmrf", "c"));
    assertFalse(posix.exists("/c"));
    assertEquals("deep", posix.text("/d" + path + "/f"));
  }
}
