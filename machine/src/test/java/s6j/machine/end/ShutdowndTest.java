package s6j.machine.end;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.ServiceStatus;
import s6j.machine.Called;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

class ShutdowndTest {
  private static final String HOME = "/run/service/s6-linux-init-shutdownd";
  private static final String NOTHING = "\0".repeat(16);
  private static final List<String> END = List.of("TERM -1", "CONT -1", "KILL -1");

  /** What the last stage names. */
  private static final String[] PROGRAMS = {
    "execlineb", "s6-linux-init-hpr", "s6-linux-init-umountall", "s6-svc", "s6-svscanctl"
  };

  private final List<String> scripts = new ArrayList<>();

  /** A machine whose shutdownd starts in its directory, with two other services. */
  private FakePosix machine() {
    FakePosix posix = new FakePosix().become(0, 0).file("/dev/console", "");
    for (String program : PROGRAMS) posix.program("/usr/bin/" + program, child -> child.exit(0));
    posix.program(
        "/base/scripts/rc.shutdown",
        child -> {
          scripts.add(child.monotonicNanos() / 1_000_000_000 + child.line());
          child.exit(0);
        });
    posix.directory(HOME).directory("/run/service/web").directory("/run/service/s6-svscan-log");
    posix.directory("/run/service/.s6-svscan");
    posix.chdir(CString.of(HOME));
    posix.mkfifo(Posix.CWD, CString.of("fifo"), 0600);
    return posix;
  }

  private static void order(FakePosix posix, long millis, String bytes) {
    posix.after(
        millis,
        () -> {
          int fd =
              posix.open(
                  Posix.CWD,
                  CString.of(HOME + "/fifo"),
                  OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK,
                  0);
          posix.write(fd, latin(bytes), 0, bytes.length());
          posix.close(fd);
        });
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String in(int seconds, int graceMillis) {
    return "\0".repeat(7)
        + (char) seconds
        + "\0".repeat(6)
        + (char) (graceMillis >> 8)
        + (char) (graceMillis & 255);
  }

  private static String run(Posix posix, String... options) {
    List<String> words = new ArrayList<>(List.of("s6-linux-init-shutdownd", "-c", "/base"));
    words.addAll(List.of(options));
    try {
      return Called.as(posix, words.toArray(new String[0]));
    } catch (FakePosix.Quiet waiting) {
      return "waits";
    }
  }

  /** A process that TERM does not end. */
  private static FakePosix stubborn(FakePosix posix) {
    return posix.another().on(Signal.SIGTERM, () -> {});
  }

  @Test
  void aMachineIsEnded() {
    FakePosix posix = machine();
    stubborn(posix);
    order(posix, 0, "r" + NOTHING);
    long before = posix.monotonicNanos();
    assertEquals("exit 0", run(posix, "-g", "2000"));
    assertEquals(2, (posix.monotonicNanos() - before) / 1_000_000_000);
    assertEquals(1, scripts.size());
    assertEquals(END, posix.kills());
    String script = posix.text(HOME + "/stage 4");
    assertTrue(script.contains("tryexec { \"/base\"/scripts/rc.shutdown.final } }\n"), script);
    assertTrue(script.endsWith("s6-linux-init-hpr -f -r\n"), script);
    assertEquals(0700, posix.permissions(HOME + "/stage 4"));
    List<String> services = posix.names("/run/service");
    assertEquals(4, services.size());
    assertTrue(services.get(0).matches("\\.s6-linux-init-shutdownd:web:......"), services.get(0));
    assertEquals(
        "s6-linux-init-shutdownd: info: sending all processes the TERM signal...\n"
            + "s6-linux-init-shutdownd: info: sending all processes the KILL signal...\n",
        posix.text("/dev/console"));
  }

  @Test
  void aContainerIsEnded() {
    FakePosix posix = machine();
    order(posix, 0, "p" + NOTHING);
    assertEquals("exit 0", run(posix, "-C"));
    assertEquals("p\n", posix.text("/run/s6-linux-init-container-results/haltcode"));
    String script = posix.text(HOME + "/stage 4");
    assertTrue(script.contains("s6-svc -Ox -- . }\n"), script);
    assertTrue(script.contains("s6-svc -Oxc -- /run/service/s6-svscan-log }\n"), script);
    assertEquals("", posix.text("/dev/console"));
    posix = machine();
    order(posix, 0, "h" + NOTHING);
    assertEquals("exit 0", run(posix, "-C", "-B"));
    assertFalse(posix.text(HOME + "/stage 4").contains("s6-svscan-log"));
    assertFalse(posix.exists("/run/service/s6-svscan-log"));
  }

  @Test
  void nobodyIsWaitedForWhenAllHaveEnded() {
    FakePosix posix = machine();
    posix.another();
    FakePosix slow = posix.another();
    slow.on(Signal.SIGTERM, () -> slow.after(300, () -> slow.end(0)));
    FakePosix logger = stubborn(posix);
    ServiceStatus status = new ServiceStatus();
    status.pid = logger.getpid();
    byte[] bytes = new byte[ServiceStatus.SIZE];
    status.encode(bytes, 0);
    posix.file("/run/service/s6-svscan-log/supervise/status", bytes, 0644);
    order(posix, 0, "h" + NOTHING);
    long before = posix.monotonicNanos();
    assertEquals("exit 0", run(posix, "-C", "-g", "2000"));
    long millis = (posix.monotonicNanos() - before) / 1_000_000;
    assertTrue(millis >= 300 && millis < 400, millis + " ms");
    assertEquals(END, posix.kills());
  }

  @Test
  void ordersTakeEachOthersPlace() {
    FakePosix posix = machine();
    long start = posix.monotonicNanos() / 1_000_000_000;
    order(posix, 0, "S" + NOTHING + "xS" + in(2, 0));
    order(posix, 3000, "r" + in(5, 0));
    order(posix, 4000, "c");
    order(posix, 5000, "h" + in(60, 0) + "p" + in(10, 1));
    assertEquals("exit 0", run(posix));
    assertEquals(
        List.of(start + 2 + "/base/scripts/rc.shutdown", start + 15 + "/base/scripts/rc.shutdown"),
        scripts);
    assertTrue(posix.text(HOME + "/stage 4").endsWith(" -f -p\n"));
    assertTrue(posix.errors().contains(": warning: unknown command: x\n"));
  }

  @Test
  void theScriptAloneEndsNothing() {
    FakePosix posix = machine();
    order(posix, 0, "S" + NOTHING);
    assertEquals("waits", run(posix));
    assertEquals(1, scripts.size());
    assertEquals(List.of(), posix.kills());
  }

  @Test
  void timesThatArePastAndThatNeverCome() {
    FakePosix posix = machine();
    order(posix, 0, "S\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff" + "\0".repeat(8));
    assertEquals("waits", run(posix));
    assertEquals(0, scripts.size());
    posix = machine();
    order(posix, 0, "S" + "\u00ff".repeat(7) + "\u00f0" + "\0".repeat(8));
    assertEquals("waits", run(posix));
    assertEquals(1, scripts.size());
  }

  @Test
  void graceTimesThatAreTooLongAreNotTaken() {
    FakePosix posix = machine();
    stubborn(posix);
    order(posix, 0, "h" + "\0".repeat(12) + "\u0001\u0000\u0000\u0000");
    long before = posix.monotonicNanos();
    assertEquals("exit 0", run(posix, "-g", "7000"));
    assertEquals(7, (posix.monotonicNanos() - before) / 1_000_000_000);
  }

  @Test
  void halfAnOrderIsTheEndOfTheDaemonAlone() {
    FakePosix posix = machine();
    order(posix, 0, "hshort");
    assertEquals("exit 101", run(posix));
    assertTrue(posix.errors().contains(": fatal: bad shutdown protocol\n"));
    assertEquals(List.of(), posix.kills());
  }

  @Test
  void scriptsThatFailAreTold() {
    FakePosix posix = machine();
    posix.program("/base/scripts/rc.shutdown", child -> child.exit(3));
    order(posix, 0, "S" + NOTHING);
    run(posix);
    assertTrue(posix.errors().contains("warning: /base/scripts/rc.shutdown exited 3\n"));
    posix = machine();
    posix.program("/base/scripts/rc.shutdown", child -> child.kill(child.getpid(), Signal.SIGKILL));
    order(posix, 0, "h" + NOTHING);
    assertEquals("exit 0", run(posix));
    assertTrue(posix.errors().contains("rc.shutdown was killed by signal 9\n"));
    posix = machine();
    posix.unlink(Posix.CWD, CString.of("/base/scripts/rc.shutdown"));
    order(posix, 0, "h" + NOTHING);
    assertEquals("exit 0", run(posix));
    assertTrue(posix.errors().contains("unable to spawn /base/scripts/rc.shutdown: No such file"));
  }

  @Test
  void theLastStageIsBecomeAtOnce() {
    FakePosix posix = machine().program(HOME + "/stage 4", child -> child.exit(0));
    assertEquals("exec ./stage 4", run(posix));
    posix = machine().file(HOME + "/stage 4", "");
    assertEquals("waits", run(posix));
    assertTrue(posix.errors().contains("warning: unable to exec ./stage 4: Permission denied\n"));
  }

  @Test
  void whatIsWrong() {
    FakePosix posix = machine();
    for (String[] wrong :
        new String[][] {{"-z"}, {"-d", "x"}, {"-g", "x"}, {"-c", "rel"}, {"-d", "2"}, {"-d", "9"}})
      assertEquals("exit 100", run(posix, wrong));
    posix.unlink(Posix.CWD, CString.of("fifo"));
    assertEquals("exit 111", run(posix));
  }

  @Test
  void whoAsksIsToldOfReadiness() {
    FakePosix posix = machine();
    posix.file("/told", "");
    int fd = posix.open(Posix.CWD, CString.of("/told"), OpenFlags.O_WRONLY, 0);
    assertEquals("waits", run(posix, "-d", String.valueOf(fd)));
    assertEquals("\n", posix.text("/told"));
  }

  /** Once an end is ordered it comes, whatever fails: all is killed, and the last stage follows. */
  @Test
  void noFailingCallKeepsTheMachineUp() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = machine();
              order(kernel, 2500, "h" + NOTHING);
              String end = run(faulty.around(kernel));
              // Its supervisor starts it anew where it has not got so far as to listen.
              boolean isListening = !end.equals("exit 111");
              if (!isListening) return;
              assertTrue(
                  end.equals("exit 0") || end.startsWith("exec /usr/bin/execlineb -Pc "), end);
              String last = kernel.text(HOME + "/stage 4");
              assertTrue(last != null || end.contains("s6-linux-init-hpr -f -h"), end);
              String failed = faulty.failed();
              if (failed == null || !failed.startsWith("kill")) assertEquals(END, kernel.kills());
            });
    assertTrue(calls > 50, "only " + calls + " calls");
  }
}
