package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Copies and removals of directory trees. */
class TreeTest {
  private final FakePosix posix = new FakePosix();

  @Test
  void everythingIsCopied() {
    posix.file("/a/x/y/file", CString.of("text"), 0640).directory("/a/empty");
    posix.permissions("/a/x", 0710, -1, -1);
    posix.mkfifo(Posix.CWD, CString.of("/a/fifo"), 0622);
    posix.symlink(CString.of("nowhere"), Posix.CWD, CString.of("/a/link"));
    assertEquals(0, new TreeCopy(posix).copy(CString.of("/a"), CString.of("/b")));
    assertEquals("text", posix.text("/b/x/y/file"));
    assertEquals(0640, posix.permissions("/b/x/y/file"));
    assertEquals(0710, posix.permissions("/b/x"));
    assertEquals(posix.names("/a"), posix.names("/b"));
    byte[] target = new byte[20];
    assertEquals(7, posix.readlink(Posix.CWD, CString.of("/b/link"), target));
  }

  @Test
  void aFileThatCannotBeReadIsTold() {
    posix.file("/a/secret", CString.of("x"), 0);
    posix.permissions("/a/secret", 0, 0, 0);
    TreeCopy copy = new TreeCopy(posix);
    assertEquals(-Errno.EACCES, copy.copy(CString.of("/a"), CString.of("/b")));
    assertEquals("/a/secret", CString.text(copy.failedAt()));
  }

  @Test
  void whatCannotBeReadMayBeLeftOut() {
    posix.file("/a/secret", CString.of("x"), 0).file("/a/x/open", "y").file("/a/x/y/z", "");
    posix.permissions("/a/secret", 0, 0, 0);
    posix.permissions("/a/x/y", 0, 0, 0);
    assertEquals(0, new TreeCopy(posix).leavingOut().copy(CString.of("/a"), CString.of("/b")));
    assertFalse(posix.exists("/b/secret"));
    assertEquals("y", posix.text("/b/x/open"));
    assertEquals(0, posix.permissions("/b/x/y"));
    assertEquals(
        -Errno.ENOENT, new TreeCopy(posix).leavingOut().copy(CString.of("/c"), CString.of("/d")));
  }

  @Test
  void theModeOfSomebodyElsesDirectoryStays() {
    posix.become(1000, 1000).file("/a/x", "y").directory("/b");
    posix.permissions("/b", 0777, 0, 0);
    TreeCopy strict = new TreeCopy(posix);
    assertEquals(-Errno.EPERM, strict.copy(CString.of("/a"), CString.of("/b")));
    assertEquals(0, new TreeCopy(posix).keeping().copy(CString.of("/a"), CString.of("/b")));
    assertEquals("y", posix.text("/b/x"));
    assertEquals(0777, posix.permissions("/b"));
  }

  @Test
  void onlyDirectoriesAreCopied() {
    posix.file("/a", "");
    assertEquals(-Errno.ENOTDIR, new TreeCopy(posix).copy(CString.of("/a"), CString.of("/b")));
    assertEquals(-Errno.ENOENT, new TreeCopy(posix).copy(CString.of("/c"), CString.of("/b")));
  }

  @Test
  void aDeepTreeIsCopiedAndRemoved() {
    String deep = "/a" + "/d".repeat(1000);
    posix.directory(deep);
    assertEquals(0, new TreeCopy(posix).copy(CString.of("/a"), CString.of("/b")));
    assertTrue(posix.exists("/b" + "/d".repeat(1000)));
    assertEquals(0, new TreeRemoval(posix).remove(CString.of("/b")));
    assertFalse(posix.exists("/b"));
  }

  @Test
  void linksAreRemovedAndNotFollowed() {
    posix.file("/kept/file", "x").file("/a/x/y", "z");
    posix.symlink(CString.of("/kept"), Posix.CWD, CString.of("/a/x/link"));
    assertEquals(0, new TreeRemoval(posix).remove(CString.of("/a")));
    assertFalse(posix.exists("/a"));
    assertTrue(posix.exists("/kept/file"));
    assertEquals(0, new TreeRemoval(posix).remove(CString.of("/a")));
  }
}
