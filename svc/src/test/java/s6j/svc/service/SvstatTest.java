package s6j.svc.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.svc.Called;
import s6j.svc.Supervisor;

/** s6-svstat and s6-svok, docs/specification/s6.md, C.1.4. */
class SvstatTest {
  private static final String FLAGS = "up,wantedup,normallyup,ready,paused,exitcode,signal,signum";

  private final FakePosix posix = new FakePosix();
  private final Supervisor supervisor = new Supervisor(posix, "/a");

  private String told(String... words) {
    int before = posix.output().length();
    assertEquals(0, Called.run(posix, words), posix.errors());
    return posix.output().substring(before);
  }

  private void ended(int waitStatus) {
    supervisor.status.waitStatus = waitStatus;
    supervisor.status.wantUp = false;
    supervisor.become(false, true, "dD");
  }

  @Test
  void notStartedYet() {
    posix.file("/a/down", "");
    assertEquals("down (not started yet) , want up\n", told("s6-svstat", "/a"));
    assertEquals(
        "false true false false false -1 NA -1 -1 -1\n",
        told("s6-svstat", "-o", FLAGS + ",pid,pgid", "/a"));
  }

  @Test
  void up() {
    supervisor.become(true, true, "uU");
    posix.pass(7300);
    assertEquals("up (pid 4711 pgid 4711) 7 seconds, ready 7 seconds\n", told("svstat", "/a"));
    assertEquals(
        "true true true true false -1 NA -1 4711 4711 7 7\n",
        told("s6-svstat", "-o", FLAGS + ",pid,pgid,updownfor,readyfor", "/a"));
  }

  @Test
  void healthy() {
    supervisor.become(true, false, "u");
    String start = " @400000006a00000000000000 0 ok\n";
    String[] files = {"", "healthy 4711", "unhealthy 4711", "starting 4711", "healthy 4712"};
    String[] answers = {"unknown", "true", "false", "unknown", "unknown"};
    for (int i = 0; i < files.length; i++) {
      if (!files[i].isEmpty()) posix.file("/a/supervise/health", files[i] + start);
      assertEquals(answers[i] + "\n", told("s6-svstat", "-o", "healthy", "/a"), files[i]);
    }
  }

  @Test
  void pausedAndUnwanted() {
    posix.file("/a/down", "");
    supervisor.status.wantUp = false;
    supervisor.become(true, false, "u");
    supervisor.status.paused = true;
    supervisor.publish();
    assertEquals(
        "up (pid 4711 pgid 4711) 0 seconds, normally down, paused, want down\n",
        told("s6-svstat", "/a"));
  }

  @Test
  void downByItself() {
    ended(5 << 8);
    assertEquals(
        "down (exitcode 5) 0 seconds, normally up, ready 0 seconds\n", told("svstat", "/a"));
    assertEquals("false false true false false 5 NA -1\n", told("svstat", "-o", FLAGS, "/a"));
  }

  @Test
  void downByASignal() {
    ended(6);
    assertEquals(
        "down (signal SIGIOT) 0 seconds, normally up, ready 0 seconds\n", told("svstat", "/a"));
    assertEquals(
        "down (signal 6) 0 seconds, normally up, ready 0 seconds\n", told("svstat", "-n", "/a"));
    assertEquals("-1 SIGIOT 6\n", told("svstat", "-o", "exitcode,signal,signum", "/a"));
  }

  @Test
  void finishingIsDown() {
    supervisor.status.finishing = true;
    supervisor.become(true, false, "d");
    assertEquals("down (exitcode 0) 0 seconds, normally up, want up\n", told("s6-svstat", "/a"));
    assertEquals("false -1\n", told("s6-svstat", "-up", "/a"));
  }

  @Test
  void letters() {
    ended(5 << 8);
    assertEquals("false false true false -1 -1 5 NA 0\n", told("svstat", "-uwNrpgest", "/a"));
  }

  @Test
  void labels() {
    posix.setRealtime(0);
    supervisor.become(true, true, "uU");
    assertEquals(
        "@400000000000000a00000000 @400000000000000a00000000\n",
        told("s6-svstat", "-o", "updownsince,readysince", "/a"));
  }

  @Test
  void aStampInTheFutureIsNow() {
    supervisor.become(true, true, "uU");
    posix.setRealtime(posix.realtimeNanos() - 3_600_000_000_000L);
    assertEquals("0 0\n", told("s6-svstat", "-o", "updownfor,readyfor", "/a"));
  }

  @Test
  void backoffIsAnExtension() {
    assertEquals("-1\n", told("s6-svstat", "-o", "backoff", "/a"));
    posix.file("/a/supervise/backoff", "1500\n");
    assertEquals("1500\n", told("s6-svstat", "-o", "backoff", "/a"));
  }

  @Test
  void usage() {
    assertEquals(100, Called.run(posix, "s6-svstat"));
    assertEquals(100, Called.run(posix, "s6-svstat", "-z", "/a"));
    assertEquals(100, Called.run(posix, "s6-svstat", "-o", "nosuch", "/a"));
    assertEquals(100, Called.run(posix, "s6-svstat", "-o", "up,,pid", "/a"));
    assertEquals(0, Called.run(posix, "s6-svstat", "-" + "u".repeat(16), "/a"));
    assertEquals(100, Called.run(posix, "s6-svstat", "-" + "u".repeat(17), "/a"));
  }

  @Test
  void withoutSupervisorNothingIsTold() {
    supervisor.leave();
    assertEquals(1, Called.run(posix, "s6-svstat", "/a"));
    assertTrue(posix.errors().contains("s6-supervise not running"));
    assertEquals(1, Called.run(posix, "s6-svstat", "/nowhere"));
    assertEquals("", posix.output());
  }

  @Test
  void aShortStatusIsNotBelieved() {
    posix.file("/a/supervise/status", "short");
    assertEquals(111, Called.run(posix, "s6-svstat", "/a"));
    assertTrue(posix.errors().contains("Broken pipe"));
  }

  @Test
  void svok() {
    assertEquals(0, Called.run(posix, "s6-svok", "/a"));
    assertEquals(1, Called.run(posix, "s6-svok", "/nowhere"));
    assertEquals(111, Called.run(posix.file("/f", ""), "s6-svok", "/f"));
    assertEquals(100, Called.run(posix, "s6-svok"));
    supervisor.leave();
    assertEquals(1, Called.run(posix, "s6-svok", "/a"));
  }
}
