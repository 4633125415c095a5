package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.ServiceDirectory;
import s6j.formats.talk.ControlClient;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Signal;
import s6j.rc.Live;
import s6j.rc.Supervisor;
import s6j.rc.Supervisor.Manner;
import s6j.rc.change.Services;

/** What a change leaves that did not see the end, and how the next commands take it up. */
class UnfinishedChangeTest {
  private static final String FILE = "/live/.unfinished";

  private final Live live = new Live(new Services().longrun("l").longrun("other")).supervised();

  private int rc(String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "s6-rc";
    line[1] = "-l";
    line[2] = "/live";
    System.arraycopy(words, 0, line, 3, words.length);
    return live.runApart(line);
  }

  private Supervisor l() {
    return live.supervisors.get("l");
  }

  private void up() {
    assertEquals(0, rc("-u", "change", "l"));
    l().manner = Manner.TRIES;
  }

  private String unfinished() {
    return live.posix.exists(FILE) ? CString.text(live.posix.bytes(FILE)) : "";
  }

  private long millis(Runnable work) {
    long began = live.posix.monotonicNanos();
    work.run();
    return (live.posix.monotonicNanos() - began) / 1_000_000;
  }

  /** By its own timeout, by that of the command, by a signal. */
  private void cutStopShort(int way) {
    if (way == 0) {
      live.database.timeoutDown[0] = 100;
      live.rewriteDatabase();
    }
    if (way == 2) live.posix.after(50, () -> live.posix.signal(Signal.SIGTERM));
    // The signal comes to all processes of the machine; this one is the last.
    int code =
        way == 0
            ? rc("-d", "change", "l")
            : way == 1
                ? rc("-t", "100", "-d", "change", "l")
                : live.run("s6-rc", "-l", "/live", "-d", "change", "l");
    assertEquals(way == 1 ? 2 : 1, code);
    live.database.timeoutDown[0] = 0;
    live.rewriteDatabase();
  }

  @Test
  void aStopThatWasCutShortIsWaitedForAndNotSentAgain() {
    for (int way = 0; way < 2; way++) {
      UnfinishedChangeTest story = new UnfinishedChangeTest();
      story.up();
      story.cutStopShort(way);
      assertEquals("30", story.live.state());
      assertEquals("l\n", story.unfinished());
      story.live.posix.after(700, () -> story.l().become(false));
      assertEquals(0, story.rc("-d", "change", "l"));
      assertEquals("ud", story.live.heard("l"));
      assertEquals("00", story.live.state());
      assertEquals("", story.unfinished());
    }
  }

  @Test
  void afterASignalToo() {
    up();
    cutStopShort(2);
    assertEquals("ud", live.heard("l"));
    assertEquals("30", live.state());
    assertEquals("l\n", unfinished());
  }

  @Test
  void othersDoNotWaitForIt() {
    up();
    cutStopShort(1);
    assertTrue(millis(() -> assertEquals(0, rc("-u", "change", "other"))) < 100);
    assertEquals("33", live.state());
    assertEquals("l\n", unfinished());
    assertEquals("ud", live.heard("l"));
  }

  @Test
  void aStartCallsItBackAndLetsItEndFirst() {
    up();
    cutStopShort(1);
    live.posix.after(500, () -> l().become(false));
    live.posix.after(800, () -> l().become(true));
    long took = millis(() -> assertEquals(0, rc("-u", "change", "l")));
    assertTrue(took >= 800 && took < 1000, "" + took);
    assertEquals("udu", live.heard("l"));
    assertEquals("30", live.state());
    assertEquals("", unfinished());
    assertEquals("s6-rc: fatal: timed out\ns6-svlisten: fatal: timed out\n", live.posix.errors());
  }

  @Test
  void whatDoesNotEndGoesOn() {
    up();
    cutStopShort(1);
    assertEquals(2000, millis(() -> assertEquals(0, rc("-u", "change", "l"))), 20);
    assertEquals("udu", live.heard("l"));
    assertEquals("30", live.state());
    assertEquals("", unfinished());
    assertEquals(0, rc("-t", "1000", "-u", "change", "l"));
  }

  @Test
  void withLittleTimeItIsTakenAsItIsSooner() {
    up();
    cutStopShort(1);
    assertEquals(300, millis(() -> assertEquals(0, rc("-t", "600", "-u", "change", "l"))), 20);
  }

  @Test
  void whatHasEndedMeanwhileIsDown() {
    up();
    cutStopShort(1);
    l().become(false);
    assertEquals(0, rc("-u", "change", "other"));
    assertEquals("23", live.state());
    assertTrue(live.posix.exists("/live/servicedirs/l/down"));
    assertEquals("", unfinished());
  }

  /** What its status file says may be long past. */
  @Test
  void whoHasNoSupervisorForTheMomentIsLookedAtLater() {
    up();
    cutStopShort(1);
    l().become(false);
    live.supervisors.remove("l").leave();
    assertEquals(0, rc("-u", "change", "other"));
    assertEquals("33", live.state());
    assertEquals("l\n", unfinished());
    live.supervisors.put("l", Supervisor.of(live.posix.another(), "/live/servicedirs/l"));
    assertEquals(0, rc("-u", "change", "other"));
    assertEquals("23", live.state());
    assertEquals("", unfinished());
  }

  /** A stop tells of it, and leaves others to the next command. */
  @Test
  void whatHasEndedMeanwhileIsStoppedAllTheSame() {
    up();
    cutStopShort(1);
    l().become(false);
    assertEquals(0, rc("-d", "change", "other"));
    assertEquals("30", live.state());
    assertEquals("l\n", unfinished());
    assertEquals(0, rc("-v2", "-d", "change", "l"));
    assertEquals("00", live.state());
    assertEquals("ud", live.heard("l"));
    assertTrue(live.posix.errors().endsWith("service l successfully stopped\n"));
    assertEquals("", unfinished());
  }

  @Test
  void aStartThatWasCutShortGoesOn() {
    live.posix.file("/live/servicedirs/l/notification-fd", "3\n");
    l().manner = Manner.TRIES;
    assertEquals(2, rc("-t", "100", "-u", "change", "l"));
    assertEquals("l\n", unfinished());
    live.posix.after(500, () -> l().become(true));
    assertEquals(0, rc("-u", "change", "l"));
    assertEquals("u", live.heard("l"));
    assertEquals("30", live.state());
    assertFalse(live.posix.exists("/live/servicedirs/l/down"));
    assertEquals("", unfinished());
  }

  @Test
  void aStartThatWasCutShortIsStopped() {
    l().manner = Manner.TRIES;
    assertEquals(2, rc("-t", "100", "-u", "change", "l"));
    l().manner = Manner.OBEYS;
    assertEquals(0, rc("-d", "change", "l"));
    assertEquals("ud", live.heard("l"));
    assertEquals("00", live.state());
  }

  /** Told to stop, for it was not ready in time; but it is not down while it lives. */
  @Test
  void aFailedStartIsNotDownBeforeItHasEnded() {
    live.database.timeoutUp[0] = 100;
    live.rewriteDatabase();
    l().manner = Manner.TRIES;
    assertEquals(1, rc("-u", "change", "l"));
    assertEquals("ud", live.heard("l"));
    l().become(true);
    assertEquals(0, rc("-u", "change", "other"));
    assertEquals("13", live.state());
    assertEquals("l\n", unfinished());
    live.posix.after(100, () -> l().become(false));
    assertEquals(0, rc("-d", "change", "l"));
    assertEquals("ud", live.heard("l"));
    assertEquals("03", live.state());
  }

  /** Who stopped a service by hand has done so, whatever became of a change of others. */
  @Test
  void whatSomebodyElseStoppedIsNotTakenUp() {
    assertEquals(0, rc("-u", "change", "l", "other"));
    byte[] other = CString.of("/live/servicedirs/other");
    ControlClient.send(live.posix, other, ServiceDirectory.CONTROL, new byte[] {'d'}, 1);
    l().manner = Manner.TRIES;
    assertEquals(2, rc("-t", "100", "-d", "change", "l"));
    assertEquals("l\n", unfinished());
    assertEquals(0, rc("-u", "change", "l"));
    assertEquals("33", live.state());
    assertEquals("ud", live.heard("other"));
  }

  /** Whoever cannot know what is under way does not begin anything. */
  @Test
  void whatCannotBeReadIsTold() {
    live.posix.directory(FILE);
    assertEquals(111, rc("-u", "change", "l"));
    assertEquals(
        "s6-rc: fatal: unable to set right what was left unfinished in /live: Is a directory\n",
        live.posix.errors());
    assertEquals("", live.heard("l"));
    assertEquals(0, rc("list"));
  }

  /** A name that was not written whole is nobody's. */
  @Test
  void halfALineHarmsNobody() {
    assertEquals(0, rc("-u", "change", "l", "other"));
    live.posix.file(FILE, "oth");
    l().manner = Manner.TRIES;
    assertEquals(2, rc("-t", "100", "-d", "change", "l"));
    assertEquals("l\n", unfinished());
    live.posix.file(FILE, "");
    assertEquals(0, rc("-u", "change", "other"));
    assertEquals("", unfinished());
    assertFalse(live.posix.exists(FILE));
  }

  @Test
  void aReloadLooksAsWell() {
    up();
    cutStopShort(1);
    l().become(false);
    assertEquals(0, rc("reload", "other"));
    assertEquals("20", live.state());
    assertEquals(List.of(), live.posix.complaints());
  }

  /** Of a caller that holds the lock. */
  @Test
  void withoutALockItLooksAllTheSame() {
    up();
    cutStopShort(1);
    FakePosix holder = live.posix.another();
    new LiveDirectory(holder, CString.of("/live")).lock(true, false);
    live.posix.after(100, () -> l().become(false));
    assertEquals(0, rc("--no-lock", "-d", "change", "l"));
    assertEquals("ud", live.heard("l"));
    holder.end(0);
  }
}
