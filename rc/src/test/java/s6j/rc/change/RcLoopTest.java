package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.rc.Live;
import s6j.rc.Runner;
import s6j.rc.Supervisor;
import s6j.rc.live.LiveDirectory;

/** s6-rc on a fake kernel: its children, its files, and every system call failing once. */
class RcLoopTest {
  private static final String SOCKET = "/live/servicedirs/s6rc-oneshot-runner/s";

  private static Services pair() {
    return new Services().longrun("r").longrun("l", 0);
  }

  private static Services scripts() {
    return new Services().longrun("s6rc-oneshot-runner").oneshot("a", 0).oneshot("b", 1);
  }

  @Test
  void aServiceStartsWhenWhatItNeedsIsUp() {
    Live live = new Live(pair()).supervised();
    live.posix.file("/live/servicedirs/l/notification-fd", "3\n");
    assertEquals(0, live.run("s6-rc", "-v2", "-l", "/live", "change", "l"));
    assertEquals("u", live.heard("r"));
    assertEquals("u", live.heard("l"));
    assertEquals(
        "s6-rc: info: service r: starting\n"
            + "s6-rc: info: service l: starting\n"
            + "s6-rc: info: service r successfully started\n"
            + "s6-rc: info: service l successfully started\n",
        live.posix.errors());
    assertEquals("13", live.state());
    assertFalse(live.posix.exists("/live/servicedirs/l/down"));
    assertNothingLeft(live);
  }

  private static void assertNothingLeft(Live live) {
    assertEquals(0, live.listeners());
    assertEquals(List.of(), live.posix.complaints());
  }

  @Test
  void aStopMarksDownAndGoesBackwards() {
    Live live = new Live(pair()).supervised();
    live.runApart("s6-rc", "-l", "/live", "change", "l");
    live.supervisors.get("l").manner = Supervisor.Manner.FAILS;
    assertEquals(1, live.runApart("s6-rc", "-l", "/live", "-d", "change", "r"));
    assertEquals("u", live.heard("r"));
    live.supervisors.get("l").manner = Supervisor.Manner.OBEYS;
    assertEquals(0, live.runApart("s6-rc", "-l", "/live", "-d", "change", "r"));
    assertEquals("ud", live.heard("r"));
    assertEquals("02", live.state());
    assertTrue(live.posix.exists("/live/servicedirs/l/down"));
    assertNothingLeft(live);
  }

  @Test
  void aFailedLongrunIsBroughtDown() {
    Live live = new Live(pair()).supervised();
    live.supervisors.get("r").manner = Supervisor.Manner.FAILS;
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "l"));
    assertEquals("ud", live.heard("r"));
    assertEquals("", live.heard("l"));
    assertEquals("00", live.state());
    assertEquals(
        "s6-svlisten: fatal: some services reported permanent failure or their supervisor died\n"
            + "s6-rc: warning: unable to start service r: command exited 1\n",
        live.posix.errors());
    assertNothingLeft(live);
  }

  @Test
  void aLongrunHasItsOwnTime() {
    Live live = new Live(pair()).supervised();
    live.supervisors.get("r").manner = Supervisor.Manner.TRIES;
    live.database.timeoutUp[0] = 300;
    live.rewriteDatabase();
    long began = live.posix.monotonicNanos();
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "l"));
    assertEquals(300, (live.posix.monotonicNanos() - began) / 1_000_000);
    assertEquals(
        "s6-svlisten: fatal: timed out\n"
            + "s6-rc: warning: unable to start service r: command exited 99\n",
        live.posix.errors());
    assertNothingLeft(live);
  }

  @Test
  void withoutASupervisorALongrunIsWaitedForAllTheSame() {
    Live live = new Live(pair()).supervised();
    live.supervisors.remove("r").leave();
    live.database.timeoutUp[0] = 300;
    live.rewriteDatabase();
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "l"));
    String deaf =
        "s6-svc: warning: unable to control /live/servicedirs/r: supervisor not listening\n";
    assertEquals(
        deaf
            + "s6-svlisten: fatal: timed out\n"
            + deaf
            + "s6-rc: warning: unable to start service r: command exited 99\n",
        live.posix.errors());
  }

  @Test
  void withoutADirectoryALongrunFails() {
    Live live = new Live(new Services().longrun("l").longrun("k"));
    live.posix.unlink(Posix.CWD, CString.of("/live/servicedirs/l/down"));
    live.posix.rmdir(Posix.CWD, CString.of("/live/servicedirs/l"));
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "l"));
    assertEquals(
        "s6-svlisten: fatal: unable to subscribe to events for /live/servicedirs/l: No such file or"
            + " directory\n"
            + "s6-svc: warning: unable to control /live/servicedirs/l: No such file or directory\n"
            + "s6-rc: warning: unable to start service l: command exited 111\n",
        live.posix.errors());
  }

  /** The fifo of a supervisor that does not read: others need not wait for it. */
  @Test
  void aFullFifoIsWrittenToLater() {
    Live live = new Live(new Services().longrun("a").longrun("b")).supervised();
    Supervisor busy = live.supervisors.remove("a");
    FakePosix writer = live.posix.another();
    byte[] control = CString.of("/live/servicedirs/a/supervise/control");
    int fd = writer.open(Posix.CWD, control, OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK, 0);
    while (writer.write(fd, new byte[4096], 0, 4096) > 0) {}
    live.posix.after(1000, () -> live.supervisors.put("a", busy));
    live.posix.after(500, () -> assertEquals("23", live.state()));
    assertEquals(0, live.run("s6-rc", "-l", "/live", "change", "a", "b"));
    assertEquals("33", live.state());
    assertTrue(live.heard("a").endsWith("u"));
    assertNothingLeft(live);
  }

  /** Of so few all but one are for other things: they come one after the other, 10 ms each. */
  @Test
  void withFewDescriptorsLongrunsWaitForEachOther() {
    assertTrue(startManyWith(16, 16, 0) >= 390);
    assertTrue(startManyWith(65, 65, 0) >= 390);
    assertTrue(startManyWith(66, 66, 0) <= 210);
  }

  /** As many as this process may have. */
  @Test
  void aLimitThatCanBeRaisedIs() {
    assertTrue(startManyWith(16, 200, 0) <= 20);
  }

  /** As many as the limit has for them, but others are in use already. */
  @Test
  void whenDescriptorsRunOutLongrunsWaitForEachOther() {
    startManyWith(100, 100, 70);
  }

  /** How many milliseconds the start of 40 takes. */
  private static long startManyWith(int limit, int most, int used) {
    Services services = new Services();
    String[] names = new String[40];
    for (int i = 0; i < names.length; i++) services.longrun(names[i] = "s" + i);
    Live live = new Live(services).supervised();
    List<String> words = new ArrayList<>(List.of("s6-rc", "-l", "/live", "change"));
    words.addAll(List.of(names));
    FakePosix process = live.posix.another();
    process.setLimit(7, limit, most);
    byte[] any = CString.of("/live/lock");
    for (int i = 0; i < used; i++) process.open(Posix.CWD, any, OpenFlags.O_RDONLY, 0);
    long began = live.posix.monotonicNanos();
    assertEquals(0, Live.run(process, words.toArray(String[]::new)), live.posix.errors());
    long took = (live.posix.monotonicNanos() - began) / 1_000_000;
    for (String name : names) assertEquals("u", live.heard(name));
    assertEquals("", live.posix.errors());
    assertNothingLeft(live);
    return took;
  }

  @Test
  void aReloadIsALetter() {
    Live live = new Live(pair()).supervised();
    assertEquals(0, live.runApart("s6-rc", "-v2", "-l", "/live", "reload", "r"));
    assertEquals("l", live.heard("r"));
    assertEquals("s6-rc: info: service r successfully reloaded\n", live.posix.errors());
    live.supervisors.remove("r").leave();
    assertEquals(1, live.runApart("s6-rc", "-l", "/live", "reload", "r"));
    assertTrue(live.posix.errors().endsWith("unable to reload service r: command exited 102\n"));
  }

  @Test
  void aDryRunShowsProgramsAndChangesNothing() {
    Live live = new Live(pair()).supervised();
    List<String> children = new ArrayList<>();
    live.posix.program(
        "/usr/bin/s6-rc-dryrun",
        child -> {
          children.add(child.line());
          child.exit(0);
        });
    assertEquals(0, live.run("s6-rc", "-n", "7", "-l", "/live", "change", "l"));
    String shown = "/usr/bin/s6-rc-dryrun -v 1 -t 7 -- s6-svc -uwu -T 0 -- /live/servicedirs/";
    assertEquals(List.of(shown + "r", shown + "l"), children);
    assertEquals("", live.heard("r"));
    assertEquals("00", live.state());
    assertFalse(live.posix.exists("/live/.unfinished"));
  }

  /** Without processes, which would die of a standard error that nobody reads. */
  @Test
  void atVerbosityFourConnectionsAreTold() {
    Live live = new Live(scripts()).supervised();
    new Runner(live.posix, SOCKET);
    assertEquals(0, live.run("s6-rc", "-v4", "-l", "/live", "change", "a"));
    assertTrue(live.posix.errors().contains("s6-ipcclient: info: connected to " + SOCKET + "\n"));
  }

  @Test
  void theCommandEndsAtItsTimeout() {
    Live live = new Live(pair()).supervised();
    live.supervisors.get("r").manner = Supervisor.Manner.TRIES;
    long began = live.posix.monotonicNanos();
    assertEquals(2, live.run("s6-rc", "-t", "100", "-l", "/live", "change", "l"));
    assertEquals(100, (live.posix.monotonicNanos() - began) / 1_000_000);
    assertEquals("s6-rc: fatal: timed out\ns6-svlisten: fatal: timed out\n", live.posix.errors());
    assertNothingLeft(live);
  }

  @Test
  void aSignalEndsTheWaitForLongruns() {
    Live live = new Live(pair()).supervised();
    live.supervisors.get("r").manner = Supervisor.Manner.TRIES;
    live.posix.after(20, () -> live.posix.signal(Signal.SIGTERM));
    assertEquals(1, live.run("s6-rc", "-v2", "-l", "/live", "change", "r"));
    assertTrue(live.posix.errors().contains("received TERM, aborting pending processes"));
    assertTrue(live.posix.errors().contains("command crashed with signal 15"));
    assertEquals("ud", live.heard("r"));
    assertNothingLeft(live);
  }

  /** The script succeeds, what needs it is not started any more. */
  private static int signalled(Live live, String name, String... more) {
    Runner runner = new Runner(live.posix, SOCKET);
    live.posix.file("/live/state", new byte[] {1, 0, 0}, 0644);
    live.posix.after(7, () -> live.posix.signal(Signal.SIGTERM));
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(List.of(more));
    words.addAll(List.of("-l", "/live", "change", "b"));
    int code = live.run(words.toArray(String[]::new));
    assertEquals(List.of("up 1, 3 descriptors"), runner.requests);
    assertEquals("112", live.state());
    return code;
  }

  @Test
  void whatASignalLeavesUndoneIsToldByTheExitCodeOfRc() {
    assertEquals(1, signalled(new Live(scripts()), "rc"));
  }

  @Test
  void asS6RcItEndsAsThatDoes() {
    assertEquals(0, signalled(new Live(scripts()), "s6-rc"));
  }

  @Test
  void theS6RcOfAnUpdateTellsWhatIsUndone() {
    assertEquals(1, signalled(new Live(scripts()), "s6-rc", "--lock-fd=99"));
  }

  @Test
  void oneshotsAreRunByTheRunner() {
    Live live = new Live(scripts()).supervised();
    Runner runner = new Runner(live.posix, SOCKET);
    assertEquals(0, live.run("s6-rc", "-l", "/live", "change", "b"));
    assertEquals(List.of("up 1, 3 descriptors", "up 2, 3 descriptors"), runner.requests);
    assertEquals("113", live.state());
    assertEquals(List.of(), live.posix.complaints());
  }

  @Test
  void aFailingScriptIsToldByItsCode() {
    Live live = new Live(scripts()).supervised();
    Runner runner = new Runner(live.posix, SOCKET);
    runner.exitCode = 7;
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "b"));
    assertEquals(
        "s6-rc: warning: unable to start service a: command exited 7\n", live.posix.errors());
    assertEquals("102", live.state());
  }

  @Test
  void aScriptThatTakesTooLongIsLeft() {
    Services services = scripts();
    Live live = new Live(services).supervised();
    live.database.timeoutUp[1] = 500;
    live.rewriteDatabase();
    Runner runner = new Runner(live.posix, SOCKET);
    runner.exitCode = -1;
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "a"));
    assertEquals(
        "s6-sudoc: fatal: unable to get exit status from server: Connection timed out\n"
            + "s6-rc: warning: unable to start service a: command exited 111\n",
        live.posix.errors());
  }

  @Test
  void whatTheCommandsTimeoutCutsShortIsTold() {
    Live live = new Live(scripts()).supervised();
    Runner runner = new Runner(live.posix, SOCKET);
    runner.exitCode = -1;
    assertEquals(2, live.run("s6-rc", "-t", "400", "-l", "/live", "change", "a"));
    assertEquals(
        "s6-rc: fatal: timed out\n"
            + "s6-sudoc: fatal: unable to get exit status from server: Connection timed out\n",
        live.posix.errors());
    assertEquals("120", live.state());
  }

  @Test
  void withoutARunnerAOneshotFails() {
    Live live = new Live(scripts());
    live.posix.file("/live/state", new byte[] {1, 0, 0}, 0644);
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "a"));
    assertEquals(
        "s6-ipcclient: fatal: unable to connect to "
            + SOCKET
            + ": No such file or directory\n"
            + "s6-rc: warning: unable to start service a: command exited 111\n",
        live.posix.errors());
  }

  @Test
  void aRunnerThatWasKilledIsWaitedFor() {
    Live live = new Live(scripts());
    supervise(live, live.posix.another(), "s6rc-oneshot-runner");
    live.posix.file("/live/state", new byte[] {1, 0, 0}, 0644);
    List<Runner> back = new ArrayList<>();
    live.posix.after(1200, () -> back.add(new Runner(live.posix, SOCKET)));
    assertEquals(0, live.run("s6-rc", "-l", "/live", "change", "b"));
    assertEquals("", live.posix.errors());
    assertEquals(List.of("up 1, 3 descriptors", "up 2, 3 descriptors"), back.get(0).requests);
    assertEquals(List.of(), live.posix.complaints());
  }

  @Test
  void aCallThatARunnerDidNotAnswerBeforeItDiedIsMadeAgain() {
    Live live = new Live(scripts());
    supervise(live, live.posix.another(), "s6rc-oneshot-runner");
    live.posix.file("/live/state", new byte[] {1, 0, 0}, 0644);
    Runner first = new Runner(live.posix, SOCKET);
    live.posix.after(2, first::die);
    List<Runner> back = new ArrayList<>();
    live.posix.after(500, () -> back.add(new Runner(live.posix, SOCKET)));
    assertEquals(0, live.run("s6-rc", "-l", "/live", "change", "a"));
    assertEquals("", live.posix.errors());
    assertEquals(List.of("up 1, 3 descriptors"), back.get(0).requests);
  }

  @Test
  void aRunnerThatDoesNotComeBackIsGivenUp() {
    Live live = new Live(scripts());
    supervise(live, live.posix.another(), "s6rc-oneshot-runner");
    live.posix.file("/live/state", new byte[] {1, 0, 0}, 0644);
    long began = live.posix.monotonicNanos();
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "a", "b"));
    assertEquals(5, (live.posix.monotonicNanos() - began) / 1_000_000_000);
    assertTrue(live.posix.errors().contains("unable to connect to " + SOCKET));
    assertEquals("100", live.state());
  }

  @Test
  void aSignalEndsTheWaitForTheRunner() {
    Live live = new Live(scripts());
    supervise(live, live.posix.another(), "s6rc-oneshot-runner");
    live.posix.file("/live/state", new byte[] {1, 0, 0}, 0644);
    live.posix.after(100, () -> live.posix.signal(Signal.SIGTERM));
    live.posix.after(1000, () -> new Runner(live.posix, SOCKET));
    assertEquals(1, live.run("rc", "-l", "/live", "change", "b"));
    assertTrue(live.posix.errors().contains("unable to connect to " + SOCKET));
    assertEquals("100", live.state());
  }

  @Test
  void onlySoManyScriptsRunAtATime() {
    Services services = new Services().longrun("s6rc-oneshot-runner");
    for (int i = 0; i < 9; i++) services.oneshot("s" + i, 0);
    Live live = new Live(services).supervised();
    Runner runner = new Runner(live.posix, SOCKET);
    assertEquals(
        0,
        live.run(
            "s6-rc", "--concurrency=2", "-l", "/live", "change", "s0", "s1", "s2", "s3", "s4"));
    assertEquals(2, runner.most);
    assertEquals(5, runner.requests.size());
  }

  @Test
  void whatTransitionsTookIsRecordedAndTold() {
    Live live = new Live(pair()).supervised();
    live.supervisors.get("l").manner = Supervisor.Manner.FAILS;
    assertEquals(1, live.run("s6-rc", "-l", "/live", "times"));
    assertEquals("s6-rc: fatal: no start is recorded in /live\n", live.posix.errors());
    live.run("s6-rc", "-l", "/live", "change", "l");
    assertEquals(0, live.run("s6-rc", "-l", "/live", "times"));
    assertEquals(
        "SERVICE  BEGAN     TOOK    RESULT\n"
            + "r        0.000     0.010   ok, critical\n"
            + "l        0.010     0.010   failed\n"
            + "2 services in 0.020 s\n"
            + "critical path: r 0.010\n",
        live.posix.output());
  }

  @Test
  void whyTellsOfTheLastTry() {
    Live live = new Live(scripts());
    Runner runner = new Runner(live.posix, SOCKET);
    runner.exitCode = 7;
    live.run("s6-rc", "-l", "/live", "change", "b");
    assertEquals(1, live.run("s6-rc", "-l", "/live", "why", "b"));
    assertEquals(
        "b is not up: it needs s6rc-oneshot-runner, which has no supervisor\n",
        live.posix.output());
    assertEquals(1, live.run("s6-rc", "-l", "/live", "why", "a"));
  }

  @Test
  void aFullDiskIsToldBeforeAnythingIsStarted() {
    Live live = new Live(pair()).supervised();
    FaultyPosix full = new FaultyPosix().failCall("write", 1, Errno.ENOSPC);
    assertEquals(111, Live.run(full.around(live.posix), "s6-rc", "-l", "/live", "change", "l"));
    assertEquals(
        "s6-rc: fatal: unable to write /live/state: No space left on device\n",
        live.posix.errors());
    assertEquals("", live.heard("r"));
    assertEquals("00", live.state());
    assertFalse(live.posix.exists("/live/state.new"));
  }

  /** Somebody else's tree: "has no supervisor" would be a lie, and so would "down". */
  @Test
  void aServiceThatMayNotBeSeenHasNoState() {
    Live live = new Live(pair());
    supervise(live, live.posix.another(), "r");
    live.posix.permissions("/live/servicedirs/r/supervise", 0700, 0, 0);
    for (String command : List.of("status", "healthy", "why l"))
      assertEquals(111, live.run(("s6-rc -l /live " + command).split(" ")), command);
    assertEquals("", live.posix.output());
    String line =
        "s6-rc: fatal: unable to read longrun status for /live/servicedirs/r: Permission denied\n";
    assertEquals(line.repeat(3), live.posix.errors());
  }

  @Test
  void healthyTellsOfAllThatIsWanted() {
    Live live = new Live(pair());
    live.posix.file("/live/state", new byte[] {1, 3}, 0644);
    FakePosix supervisor = live.posix.another();
    for (String name : List.of("r", "l")) supervise(live, supervisor, name);
    assertEquals(0, live.run("s6-rc", "-l", "/live", "healthy"));
    assertEquals("", live.posix.output());
    String line = "unhealthy 77 @400000006a00000000000000 3 exit-7\n";
    live.posix.file("/live/servicedirs/r/supervise/health", line);
    assertEquals(1, live.run("s6-rc", "-l", "/live", "healthy"));
    assertEquals(0, live.run("s6-rc", "-l", "/live", "healthy", "l"));
    assertEquals(1, live.run("s6-rc", "-l", "/live", "why", "r"));
    assertEquals(1, live.run("s6-rc", "-l", "/live", "--json", "healthy", "r"));
    live.posix.file("/live/servicedirs/l/notification-fd", "3\n");
    assertEquals(1, live.run("s6-rc", "-l", "/live", "healthy", "l"));
    supervisor.end(0);
    assertEquals(1, live.run("s6-rc", "-l", "/live", "healthy", "l"));
    live.posix.file("/live/skipped/l", "wanted: host x");
    assertEquals(0, live.run("s6-rc", "-l", "/live", "healthy", "l"));
    String[] lines = live.posix.output().split("\n");
    assertTrue(lines[0].matches("r: unhealthy for \\d+ s, 3 checks failed, the last by exit-7"));
    assertEquals("{\"healthy\":false,\"reasons\":[", lines[2]);
    assertTrue(
        lines[3].startsWith("{\"name\":\"r\",\"reason\":\"unhealthy\",\"text\":\"unhealthy"));
    assertEquals("l: not ready, up for 0 s", lines[5]);
    assertEquals("l: no supervisor", lines[6]);
  }

  private static void supervise(Live live, FakePosix supervisor, String name) {
    String path = "/live/servicedirs/" + name;
    live.posix.directory(path + "/supervise");
    int flags = s6j.posix.OpenFlags.O_RDONLY | s6j.posix.OpenFlags.O_CLOEXEC;
    int directory = supervisor.open(s6j.posix.Posix.CWD, s6j.posix.CString.of(path), flags, 0);
    new s6j.formats.files.LockFile(supervisor)
        .take(directory, s6j.formats.ServiceDirectory.LOCK, 0644);
    s6j.formats.ServiceStatus status = new s6j.formats.ServiceStatus();
    status.begin(supervisor.realtimeNanos(), true);
    status.pid = 77;
    status.paused = false;
    status.ready = false;
    new s6j.formats.files.StatusFile(supervisor).write(directory, status);
  }

  @Test
  void readersShareTheLockAndWritersDoNot() {
    Live live = new Live(pair());
    FakePosix other = live.posix.another();
    new LiveDirectory(other, s6j.posix.CString.of("/live")).lock(true, false);
    assertEquals(111, live.run("s6-rc", "-l", "/live", "list"));
    assertEquals(0, live.run("s6-rc", "-l", "/live", "status"));
    other.end(0);
    assertEquals(0, live.run("s6-rc", "-l", "/live", "list"));
  }

  /** Whatever fails: what the state file says is up was started, and what it needs before it. */
  @Test
  void noSingleFailingCallMakesTheStateLie() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Live live = new Live(pair()).supervised();
              int code =
                  Live.run(
                      faulty.around(live.posix),
                      "s6-rc",
                      "-t",
                      "9999",
                      "-l",
                      "/live",
                      "change",
                      "l");
              String state = live.state();
              assertTrue(state.length() == 2, state);
              boolean first = (state.charAt(0) & 1) != 0;
              boolean second = (state.charAt(1) & 1) != 0;
              if (code == 0) assertTrue(first && second, faulty.failed() + ": " + state);
              assertTrue(first || !second, faulty.failed() + ": " + state);
              boolean kept = faulty.failed() != null && faulty.failed().startsWith("unlink");
              if (!kept) assertEquals(0, live.listeners());
              assertTrue(!first || live.heard("r").startsWith("u"), faulty.failed());
              assertTrue(!second || live.heard("l").startsWith("u"), faulty.failed());
            });
    assertTrue(calls > 40, "the story makes many calls");
  }
}
