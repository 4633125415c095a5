package s6j.svc.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.svc.Called;
import s6j.svc.Supervisor;

/** sv, by the manual page of runit 2.1.2. */
class SvTest {
  private final FakePosix posix = new FakePosix();
  private final Supervisor supervisor = new Supervisor(posix, "/service/web");

  private String call(String... words) {
    int before = posix.output().length();
    String[] line = new String[words.length + 1];
    line[0] = "sv";
    System.arraycopy(words, 0, line, 1, words.length);
    int code = Called.run(posix, line);
    return posix.output().substring(before) + code;
  }

  @Test
  void statusTellsTheState() {
    posix.pass(3000);
    assertEquals("down: web: 3s, normally up, want up\n0", call("status", "web"));
    supervisor.become(true, false, "u");
    posix.pass(7300);
    assertEquals("run: web: (pid 4711) 7s\n0", call("status", "web"));
    posix.file("/service/web/down", "");
    supervisor.status.wantUp = false;
    supervisor.status.paused = true;
    supervisor.publish();
    assertEquals(
        "run: /service/web: (pid 4711) 7s, normally down, paused, want down\n0",
        call("s", "/service/web"));
  }

  @Test
  void statusTellsOfFinish() {
    supervisor.become(true, false, "u");
    supervisor.status.finishing = true;
    supervisor.publish();
    assertEquals("finish: web: (pid 4711) 0s\n0", call("status", "web"));
  }

  @Test
  void statusTellsOfTheLog() {
    supervisor.become(true, false, "u");
    Supervisor log = new Supervisor(posix, "/service/web/log");
    log.become(true, false, "u");
    assertEquals("run: web: (pid 4711) 0s; run: log: (pid 4711) 0s\n0", call("status", "web"));
    log.leave();
    assertEquals("run: web: (pid 4711) 0s; fail: log: runsv not running\n1", call("status", "web"));
  }

  @Test
  void commandsAreLetters() {
    String[][] rows = {
      {"up", "u"}, {"down", "d"}, {"once", "o"}, {"pause", "p"}, {"cont", "c"}, {"hup", "h"},
      {"alarm", "a"}, {"interrupt", "i"}, {"quit", "q"}, {"1", "1"}, {"2", "2"}, {"term", "t"},
      {"kill", "k"}, {"exit", "dx"}, {"u", "u"}, {"x", "dx"},
    };
    for (String[] row : rows) {
      assertEquals("0", call(row[0], "web"), row[0]);
      assertEquals(row[1], supervisor.commands(), row[0]);
    }
  }

  @Test
  void otherWordsAreUsageErrors() {
    for (String word : new String[] {"", "restrat", "foo", "-x", "z"})
      assertEquals("100", call("--", word, "web"), word);
    assertEquals("100", call("up"));
    assertEquals("100", call());
    assertEquals("100", call("-w", "x", "up", "web"));
  }

  @Test
  void everyServiceThatFailsCounts() {
    posix.directory("/service/a");
    assertEquals(
        "fail: a: runsv not running\nfail: b: unable to change to service directory: file does not exist\n2",
        call("up", "a", "web", "b"));
    assertEquals("u", supervisor.commands());
    String[] many = new String[151];
    java.util.Arrays.fill(many, "nowhere");
    many[0] = "status";
    assertTrue(call(many).endsWith("\n99"));
  }

  @Test
  void theDirectoryOfServicesMayBeAnother() {
    posix.setEnvironment("SVDIR=/sv");
    Supervisor other = new Supervisor(posix, "/sv/db");
    assertEquals("0", call("up", "db"));
    assertEquals("u", other.commands());
    assertEquals("0", call("up", "/sv/db/"));
    assertEquals("0", call("up", "./sv/db"));
    assertEquals("uu", other.commands());
  }

  @Test
  void startWaitsUntilUp() {
    posix.after(2000, () -> supervisor.become(true, false, "u"));
    assertEquals("ok: run: web: (pid 4711) 0s\n0", call("start", "web"));
    assertEquals("u", supervisor.commands());
  }

  @Test
  void butNotForEver() {
    long before = posix.monotonicNanos();
    assertEquals("timeout: down: web: 7s, normally up, want up\n1", call("start", "web"));
    assertEquals(7, Math.round((posix.monotonicNanos() - before) / 1e9));
    assertEquals("u", supervisor.commands());
    assertTrue(call("-w", "2", "up", "web").startsWith("timeout: down: web: 9s"));
    posix.setEnvironment("SVWAIT=1");
    assertTrue(call("-v", "up", "web").startsWith("timeout: down: web: 10s"));
  }

  @Test
  void stopWaitsUntilFinishIsOver() {
    supervisor.become(true, false, "u");
    supervisor.status.wantUp = false;
    posix.after(
        100,
        () -> {
          supervisor.status.finishing = true;
          supervisor.publish();
        });
    posix.after(
        2000,
        () -> {
          supervisor.status.finishing = false;
          supervisor.become(false, true, "D");
        });
    assertEquals("ok: down: web: 0s, normally up\n0", call("stop", "web"));
  }

  @Test
  void restartWaitsForAnotherStart() {
    supervisor.become(true, false, "u");
    posix.pass(5000);
    posix.after(1000, () -> supervisor.become(true, false, "u"));
    assertEquals("ok: run: web: (pid 4711) 0s\n0", call("restart", "web"));
    assertEquals("tcu", supervisor.commands());
  }

  @Test
  void forceKillsWhatTakesTooLong() {
    supervisor.become(true, false, "u");
    assertEquals("kill: run: web: (pid 4711) 7s\n1", call("force-stop", "web"));
    assertEquals("dk", supervisor.commands());
    assertTrue(call("force-reload", "web").startsWith("kill: run"));
    assertEquals("tck", supervisor.commands());
  }

  @Test
  void tryRestartLeavesWhatIsDownAlone() {
    supervisor.status.wantUp = false;
    supervisor.become(false, true, "D");
    assertEquals("ok: down: web: 0s, normally up\n0", call("try-restart", "web"));
    assertEquals("", supervisor.commands());
  }

  /** A scanner starts the next one at once; that one wants its service up. */
  @Test
  void exitIsContentWithTheNextSupervisor() {
    posix.after(
        1500,
        () -> {
          supervisor.status.wantUp = true;
          supervisor.become(true, false, "u");
        });
    assertEquals("ok: web: runsv not running\n0", call("-v", "exit", "web"));
  }

  @Test
  void shutdownWaitsForTheSupervisorToLeave() {
    posix.after(1500, supervisor::leave);
    assertEquals("ok: web: runsv not running\n0", call("shutdown", "web"));
    assertEquals("ok: web: runsv not running\n0", call("exit", "web"));
  }

  @Test
  void checkScriptsSayWhetherItIsAvailable() {
    int[] runs = new int[1];
    posix.program(
        "/service/web/check",
        child -> {
          assertEquals("/service/web", child.workingDirectory());
          assertEquals("./check", CString.text(child.arguments()[0]));
          child.exit(++runs[0] < 3 ? 1 : 0);
        });
    supervisor.become(true, false, "u");
    assertEquals("ok: run: web: (pid 4711) 0s\n0", call("start", "web"));
    assertEquals(3, runs[0]);
    assertEquals("ok: run: web: (pid 4711) 0s\n0", call("check", "web"));
    supervisor.commands();
    assertEquals("", supervisor.commands());
  }

  @Test
  void checkWaitsForWhatIsWanted() {
    assertTrue(call("check", "web").startsWith("timeout: down"));
    supervisor.status.wantUp = false;
    supervisor.publish();
    assertTrue(call("check", "web").startsWith("ok: down"));
  }

  @Test
  void wordsHaveOneMeaning() {
    assertNull(SvCommand.parse(CString.of("rest")));
    assertEquals(SvCommand.Goal.CONTINUED, SvCommand.parse(CString.of("continue")).goal);
    assertTrue(SvCommand.parse(CString.of("status")).isStatus());
  }
}
