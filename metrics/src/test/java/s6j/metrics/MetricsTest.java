package s6j.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.cli.Family;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.Tai64n;
import s6j.formats.files.DeathTally;
import s6j.formats.files.HealthFile;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** What is told of trees on the fake kernel. */
class MetricsTest {
  private static final long SECOND = 1_000_000_000;
  private static final String SCAN = "/run/service/";

  private final FakePosix posix = new FakePosix();

  @BeforeEach
  void tree() {
    posix.setRealtime(1_700_000_000 * SECOND);
    posix.directory("/run/service").directory("/k");
  }

  /** The directory of a service with a supervisor; with a pid of 0 its process is down. */
  private int supervise(String name, int pid, boolean isReady) {
    posix.directory(SCAN + name + "/supervise");
    FakePosix own = posix.another();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int directory = own.open(Posix.CWD, CString.of(SCAN + name), flags, 0);
    new LockFile(own).take(directory, ServiceDirectory.LOCK, 0644);
    ServiceStatus status = new ServiceStatus();
    status.begin(own.realtimeNanos(), true);
    status.pid = pid;
    status.paused = false;
    status.ready = isReady;
    new StatusFile(own).write(directory, status);
    return directory;
  }

  private void die(String name, int waitStatus) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    FakePosix own = posix.another();
    int directory = own.open(Posix.CWD, CString.of(SCAN + name), flags, 0);
    posix.pass(1000);
    new DeathTally(own).append(directory, own.realtimeNanos(), waitStatus, 3);
  }

  private static int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return Family.run(posix, MetricsPrograms.all(), arguments);
  }

  private String printed(String... words) {
    int before = posix.output().length();
    assertEquals(0, run(posix, words), posix.errors());
    return posix.output().substring(before);
  }

  private String samples(String family) {
    StringBuilder found = new StringBuilder();
    for (String line : printed("s6-metrics", SCAN).split("\n"))
      if (line.startsWith(family)) found.append(line).append('\n');
    return found.toString();
  }

  @Test
  void aServiceWithoutAnythingIsTold() {
    posix.directory(SCAN + "a").file(SCAN + "no-service", "");
    assertEquals(
        """
        # TYPE s6_scanner_running gauge
        # HELP s6_scanner_running Whether there is an s6-svscan.
        s6_scanner_running 0
        # TYPE s6_services_unreadable gauge
        # HELP s6_services_unreadable Services that may not be looked at.
        s6_services_unreadable 0
        # TYPE s6_service_supervised gauge
        # HELP s6_service_supervised Whether the service has a supervisor.
        s6_service_supervised{service="a"} 0
        # TYPE s6_service_up gauge
        # HELP s6_service_up Whether the process of the service runs.
        s6_service_up{service="a"} 0
        # EOF
        """,
        printed("s6-metrics", SCAN));
  }

  @Test
  void statesAndMoments() {
    supervise("down", 0, true);
    supervise("up", 11, false);
    supervise("ready", 12, true);
    posix.file(SCAN + "ready/notification-fd", "3\n").file(SCAN + "down/notification-fd", "3\n");
    assertEquals(
        """
        s6_service_up{service="down"} 0
        s6_service_up{service="ready"} 1
        s6_service_up{service="up"} 1
        """,
        samples("s6_service_up"));
    assertEquals(
        """
        s6_service_ready{service="down"} 0
        s6_service_ready{service="ready"} 1
        """,
        samples("s6_service_ready{"));
    assertEquals(
        "s6_service_ready_timestamp_seconds{service=\"ready\"} 1700000000.000000000\n",
        samples("s6_service_ready_t"));
  }

  @Test
  void namesAreEscapedAndNoTwoAlike() {
    for (String name : new String[] {"q\"", "b\\", "n\nl", "\u00ff", "\\xff", "\u00c3\u00a4"})
      posix.directory(SCAN + name);
    String shown = samples("s6_service_up");
    assertTrue(shown.contains("{service=\"q\\\"\"}"), shown);
    assertTrue(shown.contains("{service=\"b\\\\\"}"), shown);
    assertTrue(shown.contains("{service=\"n\\nl\"}"), shown);
    assertTrue(shown.contains("{service=\"\\\\xff\"}"), shown);
    assertTrue(shown.contains("{service=\"\\\\x5cxff\"}"), shown);
    byte[] bytes = shown.getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(new String(bytes, StandardCharsets.UTF_8).contains("{service=\"\u00e4\"}"), shown);
  }

  @Test
  void endsAreThoseOfTheTally() {
    supervise("a", 0, true);
    die("a", 3 << 8);
    die("a", 9);
    die("a", 3 << 8);
    assertEquals(
        """
        s6_service_tally_deaths{service="a",signal="SIGKILL"} 1
        s6_service_tally_deaths{service="a",exit="3"} 2
        """,
        samples("s6_service_tally_deaths"));
    assertEquals("s6_service_last_exit_code{service=\"a\"} 3\n", samples("s6_service_last_exit"));
  }

  private String deaths() {
    String text = printed("s6-metrics", "-k", "/k/counts", SCAN);
    int from = text.indexOf("s6_service_deaths_total{service=\"a\"} ");
    return text.substring(text.indexOf(' ', from) + 1, text.indexOf('\n', from));
  }

  @Test
  void deathsAreCountedBeyondTheTallyAndItsEnd() {
    supervise("a", 0, true);
    assertEquals("0", deaths());
    for (int i = 0; i < 2; i++) die("a", 0);
    assertEquals("2", deaths());
    for (int i = 0; i < 2; i++) die("a", 0);
    assertEquals("4", deaths());
    assertEquals("4", deaths());
    posix.file(SCAN + "a/supervise/death_tally", "");
    assertEquals("4", deaths());
    die("a", 0);
    assertEquals("5", deaths());
    // The clock is set back: records are told apart by what they are, not by their order.
    posix.setRealtime(1_600_000_000 * SECOND);
    die("a", 0);
    assertEquals("6", deaths());
  }

  /** What a call counts of a log directory with files that were rotated at such seconds. */
  private long rotations(boolean isRead, long... seconds) {
    DeathCounts counts = new DeathCounts(posix, CString.of("/k/counts"));
    assertEquals(0, counts.read());
    LogFigures log = new LogFigures(CString.of("/l"));
    log.rotatedNanos = Tai64n.INVALID;
    for (long second : seconds) log.addArchive(second * SECOND);
    long count = isRead ? counts.count(log) : -1;
    counts.keepOthers();
    assertEquals(0, counts.write());
    return count;
  }

  @Test
  void rotationsAreCountedBeyondTheFilesThatAreKept() {
    posix.directory("/l");
    assertEquals(0, rotations(true));
    assertEquals(2, rotations(true, 1, 2));
    assertEquals(2, rotations(true, 2, 1));
    assertEquals(3, rotations(true, 2, 3));
    // The logger is down.
    rotations(false);
    assertEquals(6, rotations(true, 3, 5, 4, 6));
    String kept = "6 400000000000001000000000" + "0000 /l\0";
    assertEquals(kept, posix.text("/k/counts"));
    posix.rmdir(Posix.CWD, CString.of("/l"));
    rotations(false);
    assertEquals("", posix.text("/k/counts"));
  }

  @Test
  void whatIsNoFileOfCountsIsLeftAlone() {
    posix.file("/k/counts", "no such thing");
    assertEquals(111, run(posix, "s6-metrics", "-k", "/k/counts", SCAN));
    assertTrue(posix.errors().contains("unable to read /k/counts: Protocol error"));
    assertEquals("no such thing", posix.text("/k/counts"));
  }

  @Test
  void health() {
    supervise("a", 11, true);
    HealthFile file = new HealthFile(posix, CString.of(SCAN + "a"));
    file.pid = 11;
    file.verdict = HealthFile.Verdict.UNHEALTHY;
    file.failures = 4;
    file.sinceNanos = posix.realtimeNanos();
    file.write();
    assertEquals("s6_service_healthy{service=\"a\"} 0\n", samples("s6_service_healthy"));
    assertEquals("s6_service_failed_health_checks{service=\"a\"} 4\n", samples("s6_service_fai"));
  }

  @Test
  void aFileIsReplacedAndItsFormatIsText() {
    posix.directory(SCAN + "a").file("/k/s6.prom", "old");
    assertEquals("", printed("s6-metrics", "-o", "/k/s6.prom", SCAN));
    String text = posix.text("/k/s6.prom");
    assertTrue(text.contains("s6_service_up{service=\"a\"} 0\n"), text);
    assertFalse(text.contains("# EOF"), text);
  }

  @Test
  void wrongCalls() {
    assertEquals(100, run(posix, "s6-metrics", "-f", "xml", SCAN));
    assertEquals(100, run(posix, "s6-metrics"));
    assertEquals(111, run(posix, "s6-metrics", "/nosuch"));
    assertTrue(posix.errors().contains("unable to read /nosuch: No such file or directory"));
  }

  @Test
  void processorTimeAndMemoryAreThoseOfTheLine() {
    ProcessUse process = new ProcessUse(posix);
    String line = "7 (a) b (c)) S 1 0 7 0 -1 4194304 9 8 7 6 250 50 0 0 20 0 1 0 99 4096 3 0";
    assertTrue(process.parse(CString.of(line), line.length()));
    assertEquals(3_000_000, process.micros);
    assertEquals(3 * 4096, process.bytes);
    assertTrue(process.isNamed("a) b (c)"));
    assertFalse(process.parse(CString.of("7 (a) S 1"), 9));
    assertFalse(process.parse(CString.of("nonsense"), 8));
  }

  @Test
  void noFailingCallIsFatalOrLeavesHalfAFile() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix machine = new FakePosix();
              machine.directory(SCAN + "a/supervise").directory("/k").file("/k/s6.prom", "old");
              String[] words = {"s6-metrics", "-k", "/k/counts", "-o", "/k/s6.prom", SCAN};
              int code = run(faulty.around(machine), words);
              assertTrue(code == 0 || code == 111, "" + code);
              String text = machine.text("/k/s6.prom");
              boolean isNew = text.startsWith("# TYPE") && text.endsWith("\n");
              assertEquals(code == 0, isNew, text);
              if (!isNew) assertEquals("old", text);
            });
    assertTrue(calls > 20, calls + " calls");
  }
}
