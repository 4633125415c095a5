package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** s6-rc -n: the programs of s6 that would be run, in order, and nothing else. */
class DryRunTest {
  private final Live live =
      new Live(
              new Services()
                  .longrun("s6rc-oneshot-runner")
                  .longrun("net", 2)
                  .oneshot("mounts", 0)
                  .oneshot("motd", 2))
          .supervised();

  private final List<String> shown = new ArrayList<>();
  private int exit;

  DryRunTest() {
    live.posix.program("/usr/bin/s6-rc-dryrun", this::show);
  }

  private void show(FakePosix child) {
    String line = child.line();
    shown.add(line.substring(line.indexOf("-v")));
    child.after(10, () -> child.exit(exit));
  }

  private int rc(String line) {
    shown.clear();
    return live.runApart(("s6-rc -l /live " + line).split(" "));
  }

  @Test
  void startsAreShownInTheirOrder() {
    live.database.timeoutUp[2] = 400;
    live.rewriteDatabase();
    live.posix.file("/live/servicedirs/net/notification-fd", "3\n");
    assertEquals(0, rc("-n 5 change net"));
    String dryrun = "-v 1 -t 5 -- ";
    assertEquals(
        List.of(
            dryrun + "s6-svc -uwu -T 0 -- /live/servicedirs/s6rc-oneshot-runner",
            dryrun
                + "s6-sudo -el0 -t 30000 -T 400 -- /live/servicedirs/s6rc-oneshot-runner/s up 2  #"
                + " mounts",
            dryrun + "s6-svc -uwU -T 0 -- /live/servicedirs/net"),
        shown);
    assertEquals("", live.heard("net"));
    assertEquals("0000", live.state());
  }

  @Test
  void stopsGoTheOtherWay() {
    live.posix.file("/live/state", new byte[] {1, 1, 1, 1}, 0644);
    live.database.timeoutDown[1] = 70;
    live.rewriteDatabase();
    assertEquals(0, rc("-v 4 -n 0 -d change mounts"));
    String dryrun = "-v 4 -t 0 -- ";
    String sudo = "s6-sudo -vel0 -t 30000 -T 0 -- /live/servicedirs/s6rc-oneshot-runner/s down ";
    assertEquals(
        List.of(
            dryrun + sudo + "3  # motd",
            dryrun + "s6-svc -dwD -T 70 -- /live/servicedirs/net",
            dryrun + sudo + "2  # mounts"),
        shown);
    assertEquals("1111", live.state());
  }

  @Test
  void aReloadIsShown() {
    assertEquals(0, rc("-n 0 reload net"));
    assertEquals(List.of("-v 1 -t 0 -- s6-svc -l -T 0 -- /live/servicedirs/net"), shown);
    assertEquals("", live.heard("net"));
  }

  @Test
  void theTimeOfTheCommandIsTheMostThatAServiceHas() {
    live.database.timeoutUp[0] = 300;
    live.rewriteDatabase();
    assertEquals(0, rc("-t 200 -n 0 change s6rc-oneshot-runner"));
    assertEquals(
        List.of("-v 1 -t 0 -- s6-svc -uwu -T 200 -- /live/servicedirs/s6rc-oneshot-runner"), shown);
    assertEquals(0, rc("-t 900 -n 0 change s6rc-oneshot-runner"));
    assertEquals(
        List.of("-v 1 -t 0 -- s6-svc -uwu -T 300 -- /live/servicedirs/s6rc-oneshot-runner"), shown);
  }

  @Test
  void whatFailsKeepsDownWhatNeedsIt() {
    exit = 3;
    assertEquals(1, rc("-n 0 change net"));
    assertEquals(1, shown.size());
    assertEquals(
        "s6-rc: warning: unable to (dry run) start service s6rc-oneshot-runner: command exited 3\n",
        live.posix.errors());
  }

  @Test
  void withoutTheProgramNothingIsShown() {
    live.posix.unlink(Posix.CWD, s6j.posix.CString.of("/usr/bin/s6-rc-dryrun"));
    assertEquals(1, rc("-v 2 -n 0 change net"));
    assertEquals(
        "s6-rc: warning: unable to spawn subprocess for s6rc-oneshot-runner: No such file or"
            + " directory\ns6-rc: info: service s6rc-oneshot-runner: failed to start\n",
        live.posix.errors());
    assertEquals(111, rc("-n 0 reload net"));
  }
}
