package s6j.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** Stories of services that are due, at the noon of a Monday. */
class TimerdTest {
  private static final long NOON = seconds("2026-11-30T12:00:00");
  private static final long BILLION = 1_000_000_000;

  private final FakePosix posix = new FakePosix();
  private PlayedSupervisor job;

  private static long seconds(String utc) {
    return LocalDateTime.parse(utc).toEpochSecond(ZoneOffset.UTC);
  }

  @BeforeEach
  void noon() {
    prepare(posix);
  }

  private static void prepare(FakePosix machine) {
    machine.setRealtime(NOON * BILLION).setZone(ZoneOffset.UTC);
    machine.directory("/self/supervise");
    machine.directory("/t");
    machine.chdir(CString.of("/self"));
  }

  private void timer(String text) {
    posix.file("/t/job", text.replace(';', '\n') + "\n");
  }

  private void supervise(long runMillis) {
    job = new PlayedSupervisor(posix, "/job", runMillis);
  }

  private void run(long millis, String options) {
    posix.after(millis, () -> posix.signal(Signal.SIGTERM));
    assertEquals(0, Called.run(posix, ("s6-timerd " + options + "/t").split(" ")));
    assertEquals("[]", posix.complaints().toString());
  }

  /** Seconds behind noon of the starts. */
  private String starts() {
    List<Long> starts = new ArrayList<>();
    for (long start : job.starts) starts.add(start - NOON);
    return starts.toString();
  }

  private String status() {
    FakePosix asking = posix.another();
    asking.chdir(CString.of("/"));
    int before = posix.output().length();
    assertEquals(0, Called.run(asking, "s6-timerstat", "self"));
    return posix.output().substring(before);
  }

  @Test
  void aCalendarIsKept() {
    timer("calendar *:0/15;once /job");
    supervise(3000);
    posix.after(5000, () -> assertEquals(waits("12:15:00", "never"), status()));
    posix.after(901_000, () -> assertTrue(status().startsWith("job: runs, next")));
    posix.after(905_000, () -> assertEquals(waits("12:30:00", "2026-11-30 12:15:00"), status()));
    run(3_700_000, "");
    assertEquals("[900, 1800, 2700, 3600]", starts());
  }

  private static String waits(String next, String last) {
    return "job: waits, next 2026-11-30 " + next + ", last " + last + "\n";
  }

  @Test
  void everySoOftenCountsFromTheStart() {
    timer("every 10s;once /job");
    supervise(3000);
    run(35_000, "");
    assertEquals("[10, 20, 30]", starts());
  }

  @Test
  void idleCountsFromTheEnd() {
    timer("begin 1s;idle 10s;once /job");
    supervise(3000);
    run(35_000, "");
    assertEquals("[1, 14, 27]", starts());
  }

  @Test
  void aRunThatIsDueMeanwhileIsLeftOutOrQueued() {
    timer("calendar *:*:0/5;once /job");
    supervise(7000);
    run(29_000, "");
    assertEquals("[5, 15, 25]", starts());
    timer("calendar *:*:0/5;queue;once /job");
    job.starts.clear();
    run(29_000, "");
    assertTrue(job.starts.size() >= 4, starts());
    assertTrue(job.starts.get(1) - job.starts.get(0) <= 8, starts());
  }

  @Test
  void aServiceThatSomebodyStartedIsNotStartedTwice() {
    timer("calendar *:*:0/5;once /job");
    supervise(7000);
    posix.after(3000, () -> job.begin());
    run(12_000, "");
    assertEquals("[3, 10]", starts());
  }

  @Test
  void afterBootIsOnceABoot() {
    timer("boot 2s;once /job");
    supervise(100);
    run(60_000, "");
    assertEquals(1, job.starts.size());
    run(60_000, "");
    assertEquals(1, job.starts.size());
  }

  @Test
  void whatWasMissedIsMadeUpForWhereThatIsSaid() {
    timer("calendar daily;persistent;once /job");
    supervise(100);
    run(1000, "-s /stamps ");
    assertEquals("[]", starts());
    posix.setRealtime((NOON + 30 * 3600) * BILLION);
    run(1000, "-s /stamps ");
    assertEquals("[" + 30 * 3600 + "]", starts());
    posix.setRealtime((NOON + 31 * 3600) * BILLION);
    run(1000, "-s /stamps ");
    assertEquals(1, job.starts.size());
    timer("calendar daily;once /job");
    posix.setRealtime((NOON + 80 * 3600) * BILLION);
    run(1000, "-s /stamps ");
    assertEquals(1, job.starts.size());
  }

  @Test
  void aClockThatIsSetIsFollowed() {
    timer("calendar 13:00;once /job");
    supervise(100);
    posix.after(10_000, () -> posix.setRealtime((NOON + 3500) * BILLION));
    posix.after(300_000, () -> posix.setRealtime((NOON + 3000) * BILLION));
    run(1_000_000, "");
    assertEquals("[3600, 3600]", starts());
  }

  @Test
  void aClockThatComesFromLongAgoStartsNothing() {
    posix.setRealtime(1000 * BILLION);
    timer("calendar 03:00;once /job");
    supervise(100);
    posix.after(10_000, () -> posix.setRealtime((NOON + 3500) * BILLION));
    run(1_000_000, "");
    assertEquals("[]", starts());
  }

  @Test
  void aFileThatComesStartsIt() {
    timer("exists /run/spool/ready;up /job");
    supervise(3000);
    posix.after(5000, () -> posix.file("/run/spool/ready", ""));
    posix.after(12_000, () -> posix.unlink(Posix.CWD, CString.of("/run/spool/ready")));
    run(30_000, "");
    // It is there still when the first two runs have ended.
    assertEquals("[5, 8, 11]", starts());
  }

  @Test
  void aDirectoryThatFillsStartsIt() {
    posix.directory("/spool");
    timer("not-empty /spool;once /job");
    supervise(100);
    posix.after(5000, () -> posix.file("/spool/mail", ""));
    posix.after(5500, () -> posix.unlink(Posix.CWD, CString.of("/spool/mail")));
    run(30_000, "");
    assertEquals("[5]", starts());
  }

  @Test
  void aFileThatChangesStartsIt() {
    posix.file("/etc/a", "one");
    timer("changed /etc/a;once /job");
    supervise(100);
    posix.after(5000, () -> posix.file("/etc/a", "two and more"));
    posix.after(20_000, () -> posix.file("/etc/a", "three"));
    run(30_000, "");
    assertEquals("[5, 20]", starts());
  }

  @Test
  void localTimeIsMeant() {
    posix.setZone(ZoneId.of("Asia/Kolkata"));
    timer("calendar 18:00;once /job");
    supervise(100);
    run(3_600_000, "");
    assertEquals("[1800]", starts());
  }

  /** A file of zoneinfo that has nothing but a rule. */
  private static byte[] zone(String rule) {
    ByteBuffer header = ByteBuffer.allocate(44 + 10);
    header.put("TZif2".getBytes(StandardCharsets.US_ASCII)).position(36);
    header.putInt(1).putInt(4).putInt(0).putShort((short) 0).putInt('X' << 24);
    ByteBuffer zone = ByteBuffer.allocate(2 * header.capacity() + rule.length() + 2);
    zone.put(header.array()).put(header.array());
    return zone.put(("\n" + rule + "\n").getBytes(StandardCharsets.US_ASCII)).array();
  }

  @Test
  void anotherTimeZoneIsMeant() {
    posix.file("/usr/share/zoneinfo/Asia/Kolkata", zone("IST-5:30"), 0644);
    timer("calendar 18:00 Asia/Kolkata;once /job");
    supervise(100);
    run(3_600_000, "");
    assertEquals("[1800]", starts());
  }

  @Test
  void aTimeZoneThatIsNotThereIsToldOf() {
    posix.file("/usr/share/zoneinfo/Broken", "TZif2".getBytes(StandardCharsets.US_ASCII), 0644);
    posix.file("/t/far", "calendar 18:00 Mars/Base\nonce /job\n");
    posix.file("/t/torn", "calendar 18:00 Broken\nonce /job\n");
    timer("begin 1s;once /job");
    supervise(100);
    run(3_600_000, "");
    assertEquals("[1]", starts());
    assertEquals(
        "s6-timerd: warning: /t/far: no time zone Mars/Base: unable to read"
            + " /usr/share/zoneinfo/Mars/Base: No such file or directory\n"
            + "s6-timerd: warning: /t/torn: no time zone Broken: unable to read"
            + " /usr/share/zoneinfo/Broken\n",
        posix.errors());
  }

  @Test
  void jitterIsWaitedInAddition() {
    timer("calendar *:0/15;jitter 5m;once /job");
    supervise(100);
    run(86_400_000, "");
    assertEquals(96, job.starts.size(), 1.0);
    long late = 0;
    for (long start : job.starts) late = Math.max(late, (start - NOON) % 900);
    assertTrue(late > 60 && late <= 301, "latest " + late);
  }

  /** s6-rc, played: notes its calls. */
  private List<String> rc(int code) {
    List<String> calls = new ArrayList<>();
    posix.program(
        "/usr/bin/s6-rc",
        child -> {
          StringBuilder line = new StringBuilder();
          for (byte[] word : child.arguments()) line.append(' ').append(CString.text(word));
          calls.add(line.substring(line.indexOf("-b")));
          child.after(100, () -> child.exit(code));
        });
    return calls;
  }

  @Test
  void aOneshotIsBroughtDownAndUp() {
    timer("every 10s;rc job");
    List<String> calls = rc(0);
    run(15_000, "-l /live ");
    assertEquals("[-b -l /live -d change job, -b -l /live -u change job]", calls.toString());
    assertEquals("", posix.errors());
  }

  @Test
  void whatIsNeededIsUpBefore() {
    timer("every 10s;needs db net;once /job");
    supervise(100);
    List<String> calls = rc(0);
    run(15_000, "");
    assertEquals("[-b -l /run/s6-rc -u change db net]", calls.toString());
    assertEquals("[10]", starts());
  }

  @Test
  void withoutWhatIsNeededNothingIsStarted() {
    timer("every 10s;needs db;once /job");
    supervise(100);
    rc(1);
    run(25_000, "");
    assertEquals("[]", starts());
    assertTrue(posix.errors().contains("job: s6-rc failed to bring up what it needs"));
  }

  @Test
  void withoutSupervisorItIsToldAndTriedAgain() {
    timer("every 10s;once /nobody");
    run(25_000, "");
    assertEquals(2, posix.errors().lines().filter(line -> line.contains("no supervisor")).count());
  }

  @Test
  void whatIsNoTimerIsToldAndTheOthersGoOn() {
    timer("every 10s;once /job");
    posix.file("/t/bad", "calendar Mun\nonce /job\n");
    supervise(100);
    run(15_000, "");
    assertEquals("[10]", starts());
    assertEquals("s6-timerd: warning: /t/bad:1: no weekday: Mun\n", posix.errors());
  }

  @Test
  void whatIsDueCanBeLookedAt() {
    timer("calendar Mon..Fri 03:00;every 1h;once /job");
    assertEquals(0, Called.run(posix, "s6-timerd", "-n", "2", "/t"));
    assertEquals("2026-12-01 03:00:00 job\n2026-12-02 03:00:00 job\n", posix.output());
  }

  @Test
  void theCommandLineIsChecked() {
    for (String line :
        new String[] {"s6-timerd", "s6-timerd -n 0 /t", "s6-timerstat", "s6-timerd -z /t"})
      assertEquals(100, Called.run(posix, line.split(" ")), line);
    posix.directory("/t");
    assertEquals(100, Called.run(posix, "s6-timerd", "-d", "3", "/t"));
    assertTrue(posix.errors().contains("s6-timerd: fatal: invalid notification fd: "));
    assertEquals(111, Called.run(posix, "s6-timerd", "/none"));
    assertEquals(111, Called.run(posix, "s6-timerstat", "/none"));
  }

  /** It may start late, but it goes on. */
  @Test
  void noFailingCallEndsIt() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix machine = new FakePosix();
              prepare(machine);
              machine.file("/t/job", "every 10s\npersistent\nonce /job\n");
              PlayedSupervisor service = new PlayedSupervisor(machine, "/job", 2000);
              machine.after(200_000, () -> machine.signal(Signal.SIGTERM));
              Posix broken = faulty.around(machine);
              int code = Called.runUntilEnd(broken, "s6-timerd -s /stamps /t");
              boolean hasBegun = code == 0 && !machine.errors().contains(" /t");
              if (hasBegun) assertTrue(service.starts.size() > 10, machine.errors());
              else assertFalse(machine.errors().isEmpty());
            });
    assertTrue(calls > 40, calls + " calls");
  }
}
