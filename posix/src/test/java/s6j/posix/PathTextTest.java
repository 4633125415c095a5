package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths around the room that is made at first. */
class PathTextTest {
  private final FakePosix posix = new FakePosix();

  @ParameterizedTest
  @ValueSource(ints = {1, 239, 240, 241, 4000})
  void aLinkIsReadWhole(int length) {
    byte[] target = new byte[length];
    Arrays.fill(target, (byte) 'a');
    posix.symlink(target, Posix.CWD, CString.of("/link"));
    PathText text = new PathText(posix);
    assertEquals(length, text.readLink(Posix.CWD, CString.of("/link")));
    assertArrayEquals(target, text.bytes());
  }

  @Test
  void whatIsNoLinkHasNoText() {
    posix.mkdir(Posix.CWD, CString.of("/dir"), 0755);
    assertNull(PathText.ofLink(posix, CString.of("/dir")));
    assertNull(PathText.ofLink(posix, CString.of("/nothing")));
    PathText text = new PathText(posix);
    assertEquals(-Errno.EINVAL, text.readLink(Posix.CWD, CString.of("/dir")));
    assertEquals(0, text.bytes().length);
  }

  @Test
  void aDeepWorkingDirectoryIsReadWhole() {
    byte[] name = new byte[200];
    Arrays.fill(name, (byte) 'd');
    byte[] path = CString.of("");
    for (int level = 0; level < 3; level++) {
      path = CString.path(path, name);
      posix.mkdir(Posix.CWD, path, 0755);
      posix.chdir(path);
      assertEquals("/x", CString.text(PathText.absolute(posix, CString.of("/x"))));
      assertArrayEquals(
          CString.path(path, CString.of("x")), PathText.absolute(posix, CString.of("x")));
    }
  }
}
