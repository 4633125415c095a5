package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.Scanner;
import s6j.rc.change.Services;

/** s6-rc-init on a fake kernel, and every system call failing once. */
public class RcInitTest {
  public static final String[] INIT = {
    "s6-rc-init", "-t", "3000", "-c", "/db", "-l", "/run/live", "/scan"
  };

  public static FakePosix machine() {
    Services services = new Services().longrun("s6rc-oneshot-runner").longrun("s6rc-fdholder");
    FakePosix posix = new FakePosix();
    posix.file("/db/lock", "").file("/db/n", services.longrun("l").database().sizes(), 0644);
    for (String name : List.of("s6rc-oneshot-runner", "s6rc-fdholder", "l"))
      posix.file("/db/servicedirs/" + name + "/run", new byte[0], 0755);
    posix.directory("/run");
    new Scanner(posix, "/scan");
    return posix;
  }

  private static int init(Posix posix) {
    return Live.run(posix, INIT);
  }

  @Test
  void everyLongrunIsSupervisedAndDown() {
    FakePosix posix = machine();
    assertEquals(0, init(posix));
    assertEquals(
        List.of(".s6-svscan", "l", "s6rc-fdholder", "s6rc-oneshot-runner"), posix.names("/scan"));
    assertEquals(3, posix.bytes("/run/live/state").length);
    assertTrue(posix.exists("/run/live/servicedirs/l/down"));
    assertEquals("", posix.errors());
    assertEquals(List.of(), posix.complaints());
  }

  /** Word for word what s6-rc-init 0.7.0.0 says. */
  @Test
  void noScanDirectory() {
    FakePosix posix = machine().file("/file", "").directory("/empty").directory("/odd/.s6-svscan");
    assertEquals(111, Live.run(posix, "s6-rc-init", "-c", "/db", "-l", "/run/live", "/file"));
    assertEquals("s6-rc-init: fatal: unable to check /file: Not a directory\n", posix.errors());
    int seen = posix.errors().length();
    assertEquals(100, Live.run(posix, "s6-rc-init", "-c", "/db", "-l", "/run/live", "/empty"));
    String said = "s6-rc-init: fatal: s6-svscan is not running on /empty\n";
    assertEquals(said, posix.errors().substring(seen));
    seen = posix.errors().length();
    assertEquals(111, Live.run(posix, "s6-rc-init", "-c", "/db", "-l", "/run/live", "/odd"));
    said =
        "s6-rc-init: fatal: invalid /odd/.s6-svscan scandir control directory:"
            + " No such file or directory\n";
    assertEquals(said, posix.errors().substring(seen));
  }

  @Test
  void theSecondTimeNothingHappens() {
    FakePosix posix = machine();
    init(posix);
    List<String> before = posix.names("/run");
    assertEquals(0, init(posix));
    assertEquals(before, posix.names("/run"));
    assertTrue(posix.errors().startsWith("s6-rc-init: info: s6-rc already running on /run/live:"));
  }

  @Test
  void aLostLinkIsMadeAgain() {
    FakePosix posix = machine();
    init(posix);
    posix.unlink(Posix.CWD, s6j.posix.CString.of("/run/live"));
    assertEquals(0, init(posix));
    assertTrue(posix.exists("/run/live/state"));
    assertTrue(posix.errors().contains(" - recovering it"));
  }

  /** It says whether it worked, whatever fails. */
  @Test
  void noSingleFailingCallIsTakenForSuccess() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix posix = machine();
              int code = init(faulty.around(posix));
              if (faulty.failed() == null) assertEquals(0, code);
              if (code == 0) assertTrue(posix.exists("/run/live/servicedirs/l/run"));
            });
    assertTrue(calls > 60, "the story makes many calls");
  }
}
