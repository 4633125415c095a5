package s6j.rc.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.formats.ByteSink;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.TransitionTimes;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.change.Services;
import s6j.rc.live.StateFile;

/** What rc why, rc healthy and rc status answer for each thing that may be wrong. */
class AnswersTest {
  private static final int EXITED_3 = 3 << 8;
  private static final int KILLED = 9;
  private static final int UP = StateFile.UP;
  private static final int NAMED = StateFile.NAMED;

  private final RcDatabase set = set();
  private final Live live = new Live(set);
  private final FakePosix supervising = live.posix.another();

  /** app needs cache, cache needs script; app's output goes to app-log. */
  private static Services services() {
    return new Services()
        .longrun("app", 2)
        .longrun("app-log")
        .longrun("cache", 3)
        .oneshot("script");
  }

  private static RcDatabase set() {
    RcDatabase database = services().database();
    database.consumer[0] = 1;
    return database;
  }

  AnswersTest() {
    state(0, 0, 0, 0);
  }

  private void state(int... states) {
    byte[] bytes = new byte[states.length];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) states[i];
    live.posix.file("/live/state", bytes, 0644);
  }

  /** A supervisor, and what its status says; 0 as pid for a service that is down. */
  private ServiceStatus supervise(String name, int pid, int waitStatus) {
    String path = "/live/servicedirs/" + name;
    live.posix.directory(path + "/supervise");
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;
    int directory = supervising.open(Posix.CWD, CString.of(path), flags, 0);
    if (LockFile.isSupervised(live.posix, CString.of(path)) != 1)
      new LockFile(supervising).take(directory, ServiceDirectory.LOCK, 0644);
    ServiceStatus status = new ServiceStatus();
    status.begin(supervising.realtimeNanos() - 5_500_000_000L, pid != 0);
    status.pid = pid;
    status.paused = false;
    status.ready = false;
    status.waitStatus = waitStatus;
    new StatusFile(supervising).write(directory, status);
    supervising.close(directory);
    return status;
  }

  private void answers(int code, String line, String answer) {
    int before = live.posix.output().length();
    assertEquals(code, live.runApart(("s6-rc -l /live " + line).split(" ")), line);
    assertEquals(answer, live.posix.output().substring(before), line);
    assertEquals("", live.posix.errors());
  }

  private void allWell() {
    for (String name : new String[] {"app", "app-log", "cache"}) supervise(name, 77, 0);
    state(UP | NAMED, UP, UP, UP);
  }

  @Test
  void whatIsUpIsFine() {
    allWell();
    answers(0, "why app", "app is up\n");
    answers(0, "healthy", "");
    answers(0, "--json healthy", "{\"healthy\":true,\"reasons\":[]}\n");
  }

  @Test
  void whyNamesTheRoot() {
    allWell();
    state(0, 0, 0, 0);
    answers(1, "why app", "app is not up: it needs script, which has not been started\n");
    state(NAMED, 0, 0, NAMED);
    answers(
        1,
        "why app",
        "app is not up: it needs script, which was asked for, but its up script has not succeeded\n");
    state(NAMED, 0, 0, UP);
    answers(
        1,
        "why app",
        "app is not up: it needs cache, which runs as pid 77 for 5 s, but was not started by s6-rc\n");
  }

  @Test
  void whyTellsWhatTheLastTryOfAScriptCameTo() {
    allWell();
    state(NAMED, 0, 0, NAMED);
    times(4_000, "up", 1_200_000, "failed");
    answers(
        1,
        "why script",
        "script is not up: it failed: its up script ended 2 s ago after 1.2 s, exit code 7\n");
    times(4_000, "down", 1_000_000, "ok");
    answers(1, "why script", "script is not up: it was stopped 3 s ago\n");
  }

  private void times(long millisAgo, String way, long tookMicros, String result) {
    ByteSink sink = new ByteSink(200);
    boolean good = result.equals("ok");
    new TransitionTimes.Record(
            CString.of("script"),
            way.equals("up") ? TransitionTimes.Way.UP : TransitionTimes.Way.DOWN,
            live.posix.realtimeNanos() - millisAgo * 1_000_000,
            tookMicros,
            good,
            good ? -1 : 7)
        .write(sink);
    live.posix.file("/live/.times", CString.slice(sink.array(), 0, sink.length()), 0644);
  }

  @Test
  void aServiceThatDied() {
    allWell();
    supervise("cache", 0, EXITED_3);
    answers(1, "why cache", "cache is not right: it is down since 5 s, exit code 3\n");
    answers(1, "healthy", "cache: not up, down for 5 s, exit code 3\n");
    supervise("cache", 0, KILLED);
    answers(1, "why cache", "cache is not right: it is down since 5 s, killed by SIGKILL\n");
    answers(1, "healthy", "cache: not up, down for 5 s, killed by SIGKILL\n");
    answers(
        0,
        "status cache",
        "SERVICE  TYPE     STATE  WANTED  SINCE  PID  READY  EXIT\n"
            + "cache    longrun  up     down    5s     -    -      SIGKILL\n");
  }

  @Test
  void aServiceThatIsNotReady() {
    allWell();
    live.posix.file("/live/servicedirs/cache/notification-fd", "3\n");
    answers(
        1,
        "why cache",
        "cache is not right: it runs as pid 77 for 5 s and has not notified readiness on descriptor 3\n");
    answers(1, "healthy", "cache: not ready, up for 5 s\n");
    answers(
        1,
        "--json healthy",
        "{\"healthy\":false,\"reasons\":[\n"
            + "{\"name\":\"cache\",\"reason\":\"not-ready\",\"text\":\"not ready, up for 5 s\"}\n]}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17\n", "17 \n", "17 \t\n\n"})
  void theDescriptorIsToldAsItStandsInItsFile(String file) {
    allWell();
    live.posix.file("/live/servicedirs/cache/notification-fd", file);
    answers(
        1,
        "why cache",
        "cache is not right: it runs as pid 77 for 5 s and has not notified readiness on descriptor 17\n");
  }

  @Test
  void aNotificationDescriptorThatIsNone() {
    allWell();
    live.posix.file("/live/servicedirs/cache/notification-fd", "\n");
    answers(
        1,
        "why cache",
        "cache is not right: it runs as pid 77 for 5 s and has not notified readiness on descriptor \n");
  }

  @Test
  void aServiceWhoseChecksFail() {
    allWell();
    live.posix.file(
        "/live/servicedirs/cache/supervise/health",
        "unhealthy 77 @400000006a00000000000000 3 exit-7\n");
    answers(
        1,
        "why cache",
        "cache is not right: it runs as pid 77 for 5 s and is unhealthy: 3 checks failed, the last"
            + " by exit-7\n");
    answers(
        0,
        "status cache",
        "SERVICE  TYPE     STATE  WANTED  SINCE  PID  READY      EXIT\n"
            + "cache    longrun  up     up      5s     77   unhealthy  -\n");
    answers(
        0,
        "--json status cache",
        "[\n{\"name\":\"cache\",\"type\":\"longrun\",\"state\":\"up\",\"named\":false,"
            + "\"essential\":false,\"supervised\":true,\"wantedUp\":true,\"running\":true,"
            + "\"ready\":false,\"seconds\":5,\"pid\":77,\"health\":\"unhealthy\"}\n]\n");
    // Of another run.
    supervise("cache", 78, 0);
    answers(0, "why cache", "cache is up\n");
  }

  @Test
  void aServiceWithoutSupervisor() {
    allWell();
    supervising.end(0);
    answers(1, "why cache", "cache is not right: it has no supervisor\n");
    answers(1, "healthy cache script", "cache: no supervisor\n");
    state(UP, 0, 0, 0);
    answers(
        1,
        "--json healthy app script",
        "{\"healthy\":false,\"reasons\":[\n"
            + "{\"name\":\"app\",\"reason\":\"unsupervised\",\"text\":\"no supervisor\"},\n"
            + "{\"name\":\"script\",\"reason\":\"down\",\"text\":\"not up\"}\n]}\n");
  }

  @Test
  void healthyLooksAtWhatIsWantedOrNamed() {
    allWell();
    state(0, 0, 0, NAMED);
    answers(1, "healthy", "script: not up\n");
    answers(1, "healthy cache", "cache: not up for s6-rc yet\n");
    live.posix.file("/live/skipped/script", "wanted: host x");
    answers(0, "healthy", "");
  }

  @Test
  void whyEndsWithTheLastLineOfTheLog() {
    allWell();
    supervise("app", 0, EXITED_3);
    live.posix.file("/live/servicedirs/app-log/run", "#!/bin/sh\nexec s6-log n20 /var/log/app\n");
    String down = "app is not right: it is down since 5 s, exit code 3\n";
    answers(1, "why app", down);
    live.posix.file("/var/log/app/current", "first\nlast words\n");
    answers(1, "why app", down + "last log line: last words\n");
    live.posix.file("/var/log/app/current", "only this");
    answers(1, "why app", down + "last log line: only this\n");
    live.posix.file("/live/servicedirs/app-log/run.user", "s6-log /other\n");
    live.posix.file("/other/current", "of the user's script\n");
    answers(1, "why app", down + "last log line: of the user's script\n");
    live.posix.file("/other/current", "\n");
    answers(1, "why app", down);
  }

  @Test
  void jsonTellsHowItEnded() {
    allWell();
    supervise("cache", 0, KILLED);
    String begin =
        "[\n{\"name\":\"cache\",\"type\":\"longrun\",\"state\":\"up\",\"named\":false,"
            + "\"essential\":false,\"supervised\":true,\"wantedUp\":false,\"running\":false,"
            + "\"ready\":false,\"seconds\":5";
    answers(0, "--json status cache", begin + ",\"signal\":\"SIGKILL\"}\n]\n");
    supervise("cache", 0, EXITED_3);
    answers(0, "--json status cache", begin + ",\"exitCode\":3}\n]\n");
  }

  @Test
  void oneServiceIsNoServices() {
    times(4_000, "up", 1_200_000, "ok");
    answers(
        0,
        "times",
        "SERVICE  BEGAN     TOOK    RESULT\n"
            + "script   0.000     1.200   ok, critical\n"
            + "1 service in 1.200 s\n"
            + "critical path: script 1.200\n");
  }
}
