package s6j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

/** Stories of files that change while a service runs. */
class SvwatchTest {
  private final FakePosix posix = new FakePosix();
  private final Supervisor web = new Supervisor(posix, "/web");

  private void write(String path, String text) {
    posix.file(path, text);
  }

  private void rename(String from, String to) {
    posix.rename(Posix.CWD, CString.of(from), Posix.CWD, CString.of(to));
  }

  private void link(String target, String path) {
    posix.symlink(CString.of(target), Posix.CWD, CString.of(path));
  }

  private void remove(String path) {
    posix.unlink(Posix.CWD, CString.of(path));
  }

  private void watch(String options) {
    Called.runUntilQuiet(posix, "s6-svwatch " + options);
  }

  /** Lets the test look at what had come by then. */
  private void expectAt(int millis, String commands) {
    posix.after(millis, () -> assertEquals(commands, web.commands(), "at " + millis));
  }

  @Test
  void aChangeReloadsAfterTheQuietTime() {
    write("/etc/web.conf", "one");
    posix.after(5000, () -> write("/etc/web.conf", "two"));
    expectAt(5900, "");
    expectAt(6200, "l");
    watch("/web /etc/web.conf");
    assertEquals("", web.commands());
  }

  @Test
  void aFileThatIsReplacedRestarts() {
    Supervisor other = new Supervisor(posix, "/other");
    write("/etc/web.conf", "one");
    posix.after(100, () -> write("/etc/web.conf.new", "two"));
    posix.after(110, () -> rename("/etc/web.conf.new", "/etc/web.conf"));
    expectAt(800, "r");
    posix.after(5000, () -> write("/etc/web.conf.new", "two"));
    posix.after(5010, () -> rename("/etc/web.conf.new", "/etc/web.conf"));
    watch("-r -q 500 -R /other -R /nobody /web /etc/web.conf");
    assertEquals("r", web.commands());
    assertEquals("rr", other.commands());
  }

  @Test
  void aFloodIsOneChange() {
    write("/etc/web.conf", "one");
    for (int i = 0; i < 300; i++) {
      String text = "text " + i;
      posix.after(1000 + 3 * i, () -> write("/etc/web.conf", text));
    }
    watch("/web /etc/web.conf");
    assertEquals("l", web.commands());
  }

  @Test
  void patienceWithAFileThatChangesForEverEnds() {
    write("/etc/web.conf", "one");
    for (int i = 0; i < 100; i++) {
      String text = "text " + i;
      posix.after(1000 + 50 * i, () -> write("/etc/web.conf", text));
    }
    expectAt(1900, "");
    expectAt(2300, "l");
    watch("-q 100 /web /etc/web.conf");
    assertTrue(web.commands().length() >= 3);
  }

  @Test
  void whatIsNotThereYetIsWaitedFor() {
    posix.after(1000, () -> posix.directory("/etc/web"));
    posix.after(3000, () -> posix.directory("/etc/web/conf.d"));
    expectAt(5000, "");
    posix.after(6000, () -> write("/etc/web/conf.d/a", "text"));
    expectAt(8000, "l");
    posix.after(9000, () -> write("/etc/web/conf.d/a", "other text"));
    watch("/web /etc/web/conf.d/a");
    assertEquals("l", web.commands());
  }

  @Test
  void aFileThatVanishesIsWaitedForAndCounts() {
    write("/etc/web/a", "text");
    posix.after(1000, () -> rename("/etc/web", "/etc/old"));
    expectAt(5000, "");
    posix.after(6000, () -> write("/etc/web/a", "text"));
    expectAt(8000, "l");
    posix.after(9000, () -> rename("/etc/web", "/etc/new"));
    posix.after(20_000, () -> rename("/etc/new", "/etc/web"));
    watch("/web /etc/web/a");
    assertEquals("", web.commands());
  }

  @Test
  void aConfigMapIsExchangedAsAWhole() {
    write("/map/..1/app.conf", "one");
    link("..1", "/map/..data");
    link("..data/app.conf", "/map/app.conf");
    posix.after(1000, () -> write("/map/..2/app.conf", "two"));
    posix.after(1010, () -> link("..2", "/map/..tmp"));
    expectAt(3000, "");
    posix.after(4000, () -> rename("/map/..tmp", "/map/..data"));
    posix.after(4010, () -> remove("/map/..1/app.conf"));
    expectAt(6000, "ll");
    Supervisor other = new Supervisor(posix, "/other");
    posix.after(9000, () -> write("/map/..2/app.conf", "three"));
    watch("-R /web -R /other /web /map /map/app.conf");
    assertEquals("ll", web.commands());
    assertEquals("ll", other.commands());
  }

  @Test
  void aDirectoryCountsWithAllBelow() {
    write("/etc/web/sites/a", "text");
    write("/etc/b", "text");
    link("/etc/b", "/etc/web/sites/b");
    posix.after(1000, () -> write("/etc/web/sites/a", "other"));
    expectAt(3000, "l");
    posix.after(4000, () -> write("/etc/b", "other"));
    expectAt(6000, "l");
    posix.after(7000, () -> write("/etc/web/new/deep/c", "text"));
    expectAt(9000, "l");
    posix.after(10_000, () -> write("/etc/web/new/deep/c", "other"));
    expectAt(12_000, "l");
    posix.after(13_000, () -> remove("/etc/web/sites/a"));
    watch("/web /etc/web");
    assertEquals("l", web.commands());
  }

  @Test
  void whatEditorsLeaveOnTheWayDoesNotCount() {
    write("/etc/web/a", "text");
    posix.after(1000, () -> write("/etc/web/.a.swp", "text"));
    posix.after(3000, () -> write("/etc/web/a~", "text"));
    posix.after(5000, () -> write("/etc/web/4913", "text"));
    posix.after(5300, () -> remove("/etc/web/4913"));
    watch("/web /etc/web");
    assertEquals("", web.commands());
  }

  @Test
  void withoutSupervisorThereIsNobodyToTell() {
    write("/etc/a", "text");
    posix.after(1000, () -> write("/etc/a", "other"));
    watch("/nobody /etc/a");
    assertEquals("", posix.errors());
  }

  @Test
  void whatCannotBeWatchedIsLookedAt() {
    write("/etc/a", "text");
    for (int limit : new int[] {-1, 0, 1, 2, 3, 1000}) {
      FakePosix machine = new FakePosix();
      Supervisor service = new Supervisor(machine, "/web");
      machine.file("/etc/a", "text");
      machine.after(11_000, () -> machine.file("/etc/a", "other"));
      machine.after(30_000, () -> machine.endWith(15));
      if (limit < 0) machine.withoutWatches();
      else machine.limitWatches(limit);
      try {
        Called.run(machine, "s6-svwatch", "/web", "/etc/a");
      } catch (FakePosix.Killed | FakePosix.Quiet end) {
        assertEquals("l", service.commands(), "limit " + limit);
      }
      assertEquals(
          limit < 1000, machine.errors().contains("looking at them every 5000 ms"), "" + limit);
    }
  }

  @Test
  void pollingIsWhatItIsToldTo() {
    write("/etc/a", "text");
    posix.after(900, () -> write("/etc/a", "other"));
    expectAt(1450, "");
    expectAt(1750, "l");
    posix.after(60_000, () -> posix.endWith(15));
    try {
      watch("-p 500 -q 500 /web /etc/a");
    } catch (FakePosix.Killed end) {
      assertEquals(0, web.commands().length());
    }
  }

  @Test
  void theCommandLineIsChecked() {
    for (String line :
        new String[] {"", "/web", "-q x /web /a", "-z /web /a", "-p 99999999999 /w a"})
      assertEquals(100, Called.run(posix, ("s6-svwatch " + line).trim().split(" ")), line);
    assertEquals(100, Called.run(posix, "s6-svwatch", "-d", "3", "/web", "/a"));
  }

  /** Nor does it tell what is not so. */
  @Test
  void noFailingCallHidesAChange() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix machine = new FakePosix();
              Supervisor service = new Supervisor(machine, "/web");
              machine.file("/etc/d/a", "text");
              machine.symlink(CString.of("d"), Posix.CWD, CString.of("/etc/e"));
              machine.after(20_000, () -> assertEquals("", service.commands()));
              machine.after(21_000, () -> machine.file("/etc/d/a", "other"));
              machine.after(50_000, () -> machine.endWith(15));
              try {
                Called.run(faulty.around(machine), "s6-svwatch", "/web", "/etc/e");
              } catch (FakePosix.Killed | FakePosix.Quiet end) {
                assertEquals("l", service.commands());
              }
            });
    assertTrue(calls > 40, calls + " calls");
  }
}
