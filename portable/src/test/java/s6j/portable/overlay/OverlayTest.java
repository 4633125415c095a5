package s6j.portable.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class OverlayTest {
  private final List<String> seen = new ArrayList<>();

  private FakePosix init(int uid, int gid) {
    FakePosix posix =
        new FakePosix()
            .program("/bin/block", this::see)
            .program("/bin/fails", child -> child.exit(3))
            .program("/bin/rest", child -> child.exit(0))
            .become(uid, gid);
    return posix.setEnvironment("PATH=/bin", "GIDLIST=1,2", "KEPT=1").seeingPid(1);
  }

  private void see(FakePosix child) {
    seen.add(child.getuid() + ":" + child.getgid());
    for (byte[] variable : child.environment())
      if (variable != null) seen.add(CString.text(variable));
    child.exit(0);
  }

  private static String run(FakePosix posix, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "s6-overlay-suexec";
    System.arraycopy(words, 0, all, 1, words.length);
    return Outcome.of(posix, all);
  }

  @Test
  void onlyProcessOneGetsAnything() {
    FakePosix posix = init(1000, 1000).effectiveIds(0, 1000).seeingPid(7);
    assertEquals("exit 100", run(posix, " block", "", "rest"));
    assertEquals("exit 100", run(posix));
    assertEquals(1000, posix.getuid());
    assertEquals(0, posix.geteuid(), "nothing was done");
  }

  @Test
  void theBlockIsRootsAndTheRestTheUsers() {
    FakePosix posix = init(1000, 1000).effectiveIds(0, 50);
    assertEquals("exec /bin/rest a", run(posix, " block", "", "rest", "a"));
    assertEquals("0:0", seen.get(0));
    assertEquals(
        List.of("PATH=/bin", "KEPT=1", "UID=1000", "GID=1000", "EUID=0", "EGID=50"),
        seen.subList(1, 7));
    assertEquals("1000 1000 1000 1000", ids(posix));
    assertEquals("", posix.errors());
  }

  private static String ids(FakePosix posix) {
    return posix.getuid() + " " + posix.geteuid() + " " + posix.getgid() + " " + posix.getegid();
  }

  @Test
  void aGroupOfItsOwnDoesNotStay() {
    FakePosix posix = init(0, 0).effectiveIds(0, 50);
    assertEquals("exec /bin/rest", run(posix, " block", "", "rest"));
    assertEquals("0:0", seen.get(0));
    assertEquals("0 0 0 0", ids(posix));
  }

  @Test
  void somebodyElsesRightsAreGivenUp() {
    FakePosix posix = init(1000, 1000).effectiveIds(2000, 50);
    assertEquals("exec /bin/rest", run(posix, " block", "", "rest"));
    assertEquals("1000:1000", seen.get(0));
    assertEquals("1000 1000 1000 1000", ids(posix));
    assertEquals(
        "s6-overlay-suexec: warning: real uid is 1000 while effective uid is 2000; setting"
            + " everything to 1000; check s6-overlay-suexec permissions\n",
        posix.errors());
  }

  @Test
  void aBlockThatFailsIsTheEnd() {
    FakePosix posix = init(0, 0);
    assertEquals("exit 3", run(posix, " fails", "", "rest"));
    assertEquals("exit 127", run(posix, " nosuch", "", "rest"));
    assertEquals(
        "s6-overlay-suexec: fatal: child failed with exit code 3\n"
            + "s6-overlay-suexec: fatal: unable to spawn nosuch: No such file or directory\n",
        posix.errors());
  }

  @Test
  void lines() {
    FakePosix posix = init(0, 0);
    for (String[] words :
        new String[][] {{"", "rest"}, {" block"}, {" block", ""}, {"block"}, {""}})
      assertEquals("exit 100", run(posix, words));
    assertEquals(
        "s6-overlay-suexec: fatal: empty block\n"
            + "s6-overlay-suexec: fatal: unterminated block\n"
            + "s6-overlay-suexec: fatal: empty remainder\n"
            + "s6-overlay-suexec: fatal: unterminated block\n"
            + "s6-overlay-suexec: fatal: empty block\n",
        posix.errors());
    posix = init(0, 0).setEnvironment("PATH=/bin", "EXECLINE_STRICT=2");
    assertEquals("exit 100", run(posix, " block", "x", "", "rest"));
    assertEquals(
        "s6-overlay-suexec: fatal: unquoted argument x at block 1 position 1\n", posix.errors());
  }

  @Test
  void stat() {
    FakePosix posix = new FakePosix().file("/f", "").permissions("/f", 06751, 12345, 54321);
    assertEquals("exit 0", Outcome.of(posix, "s6-overlay-stat", "f"));
    assertEquals("uid=12345\nuser=\ngid=54321\ngroup=\nperms=oxgxgruxuwurgsus\n", posix.output());
    assertEquals("exit 111", Outcome.of(posix, "s6-overlay-stat", "--"));
  }
}
