package s6j.machine.end;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.machine.Called;
import s6j.machine.utmp.LogouthookdTest;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** hpr and shutdown: what they order, tell and write. */
class OrdersTest {
  private static final String FIFO = "/run/service/s6-linux-init-shutdownd/fifo";
  private static final String WARNING = "\n\n*** WARNING ***\nThe system is going down ";

  /** A file in the fifo's place shows what was ordered last. */
  private final FakePosix posix =
      new FakePosix().become(0, 0).file(FIFO, "").file("/dev/t1", "").directory("/var/log");

  private String run(String... words) {
    posix.file(FIFO, "").file("/dev/t1", "");
    return Called.as(posix, words);
  }

  private String shutdown(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "s6-linux-init-shutdown";
    System.arraycopy(words, 0, all, 1, words.length);
    return run(all);
  }

  /** The letter, and what follows in base 16. */
  private String ordered() {
    byte[] bytes = posix.bytes(FIFO);
    if (bytes.length == 0) return "";
    StringBuilder text = new StringBuilder().append((char) bytes[0]);
    for (int i = 1; i < bytes.length; i++) {
      if (i == 9 || i == 13) text.append(' ');
      text.append(String.format("%02x", bytes[i]));
    }
    return text.toString();
  }

  private void login(String user) {
    posix.file("/var/run/utmp", LogouthookdTest.record(7, 1, "t1", "1", user, "h"), 0666);
  }

  @Test
  void atOnce() {
    assertEquals("exit 0", run("s6-linux-init-hpr", "-h", "-p"));
    assertEquals("p0000000000000000 00000000 00000000", ordered());
    assertEquals("exit 0", run("s6-linux-init-hpr", "-w", "-r"));
    assertEquals("", ordered());
    assertEquals("exit 0", run("s6-linux-init-hpr", "-wdr", "more"));
    assertTrue(ordered().startsWith("r"));
    assertEquals("exit 100", run("s6-linux-init-hpr", "-n"));
    assertEquals("exit 100", run("s6-linux-init-hpr", "-ir"));
    assertEquals("", ordered());
    assertEquals("exit 100", Called.as(new FakePosix(), "s6-linux-init-hpr", "-p"));
  }

  @Test
  void byTheSystemCall() {
    assertEquals("exit 111", run("s6-linux-init-hpr", "-fr"));
    assertEquals("exit 111", run("s6-linux-init-hpr", "-fnp"));
    assertEquals("exit 111", run("s6-linux-init-hpr", "-fh"));
    assertEquals(
        List.of(Posix.RB_AUTOBOOT, Posix.RB_POWER_OFF, Posix.RB_HALT_SYSTEM), posix.reboots());
    assertTrue(posix.errors().endsWith("unable to reboot(): Operation not permitted\n"));
    assertEquals("", ordered());
  }

  @Test
  void theHistoryHasARecord() {
    run("s6-linux-init-hpr", "-r");
    assertFalse(posix.exists("/var/log/wtmp"));
    posix.file("/var/log/wtmp", "torn");
    run("s6-linux-init-hpr", "-r");
    run("s6-linux-init-hpr", "-d", "-r");
    run("s6-linux-init-hpr", "-w", "-h");
    byte[] wtmp = posix.bytes("/var/log/wtmp");
    assertEquals(2 * 384, wtmp.length);
    assertEquals(1, wtmp[0]);
    assertEquals(100, wtmp[4]);
    assertEquals("~", CString.text(CString.slice(wtmp, 8, 9)));
    assertEquals("reboot", CString.text(CString.slice(wtmp, 44, 50)));
    assertEquals("fake", CString.text(CString.slice(wtmp, 76, 80)));
    assertEquals("shutdown", CString.text(CString.slice(wtmp, 384 + 44, 384 + 52)));
    long seconds = 0;
    for (int i = 3; i >= 0; i--) seconds = seconds << 8 | wtmp[340 + i] & 0xff;
    assertEquals(posix.realtimeNanos() / 1_000_000_000, seconds);
  }

  @Test
  void whatIsOrdered() {
    shutdown("now");
    assertEquals("S0000000000000000 00000000 00000000", ordered());
    shutdown("-h", "-P", "+5", "message", "more");
    assertEquals("p000000000000012c 00000000 00000000", ordered());
    shutdown("-hH", "-t", "10", "1");
    assertEquals("h000000000000003c 00000000 00002710", ordered());
    shutdown("-fFr", "+71582788");
    assertEquals("rfffffffffffffff0 00000000 00000000", ordered());
    shutdown("-r", "-t", "301", "now");
    assertEquals("r0000000000000000 00000000 000493e0", ordered());
    shutdown("-c");
    assertEquals("c", ordered());
    shutdown("-k", "now");
    assertEquals("", ordered());
    assertEquals("exit 0", run("shutdown", "-p", "now"));
    assertTrue(ordered().startsWith("p"));
  }

  @Test
  void whatIsWrong() {
    for (String[] words :
        new String[][] {
          {}, {"-h"}, {"-z", "now"}, {"-H", "now"}, {"-p", "-P", "now"}, {"-tx", "now"},
          {"-h", "x"}, {"-h", "+-5"}, {"-h", "1x"}, {"-h", ""}, {"-h", "24:00"}, {"-h", "1:60"},
          {"-h", "12:5"}, {"-h", ":30"}, {"-h", "12:"}, {"-h", "123:00"}, {"-h", "12:30:00"}
        }) {
      assertEquals("exit 100", shutdown(words), String.join(" ", words));
      assertEquals("", ordered());
    }
    assertEquals("exit 111", Called.as(new FakePosix(), "s6-linux-init-shutdown", "now"));
  }

  /** The fake day begins at midnight UTC. */
  @Test
  void timesOfTheDay() {
    posix.setRealtime(1_767_225_600_000_000_000L + 10 * 3_600_000_000_000L + 500_000_000);
    shutdown("-r", "10:01");
    assertEquals("r000000000000003b 1dcd6500 00000000", ordered());
    shutdown("-r", "9:59");
    assertEquals("r" + String.format("%016x", 86400 - 61) + " 1dcd6500 00000000", ordered());
    posix.setZone(ZoneId.of("Europe/Berlin"));
    // 2026-03-28 23:30 in Berlin; the clock is put forward within the night.
    posix.setRealtime(1_774_737_000_000_000_000L);
    shutdown("-r", "06:30");
    assertEquals("r" + String.format("%016x", 6 * 3600) + " 00000000 00000000", ordered());
  }

  @Test
  void whatPeopleAreTold() {
    login("joe");
    run("s6-linux-init-hpr", "-p");
    assertEquals(WARNING + "NOW!\n\n", posix.text("/dev/t1"));
    run("s6-linux-init-hpr", "-Wp");
    assertEquals("", posix.text("/dev/t1"));
    shutdown("-r", "+1501");
    assertEquals(WARNING + "1 days 1 hours 1 minutes !\n\n", posix.text("/dev/t1"));
    shutdown("-k", "+60");
    assertEquals(WARNING + "1 hours !\n\n", posix.text("/dev/t1"));
    shutdown("-k", "1", "goodbye");
    assertEquals("goodbye\n", posix.text("/dev/t1"));
    shutdown("-c");
    assertEquals("", posix.text("/dev/t1"));
    shutdown("-c", "never mind");
    assertEquals("never mind\n", posix.text("/dev/t1"));
    assertEquals(
        "exit 0", Called.as(posix.file("/dev/t1", ""), "s6-linux-init-shutdown", "-k", "now"));
    shutdown("-r", "+71582788");
    assertTrue(posix.text("/dev/t1").startsWith(WARNING + "213503982334601 days "));
  }

  @Test
  void aTerminalThatIsNotThereIsPassedOver() {
    posix.file("/var/run/utmp", LogouthookdTest.record(7, 1, "none", "1", "joe", ""), 0666);
    assertEquals("exit 0", run("s6-linux-init-hpr", "-p"));
    assertFalse(posix.exists("/dev/none"));
  }

  private String allowed(String list) {
    posix.file("/etc/shutdown.allow", list);
    return shutdown("-a", "-k", "now");
  }

  @Test
  void whoMayHaveItDone() {
    assertEquals("exit 0", shutdown("-a", "-k", "now"));
    login("joe");
    assertEquals("exit 1", allowed(""));
    assertEquals("exit 0", allowed("ann\njoe"));
    assertEquals("exit 1", allowed("# joe\njoe \njoey\njo\n"));
    assertEquals("exit 0", allowed("#\n\njoe\n"));
    assertEquals("exit 1", allowed("u\n".repeat(64) + "joe\n"));
    assertTrue(posix.errors().contains("lists more than 64 authorized users - ignoring the extra"));
    assertEquals("exit 1", allowed("#".repeat(4096)));
    assertTrue(posix.errors().endsWith(" is too big: it needs to be 4095 bytes or less\n"));
    login("abcdefghijklmnopqrstuvwxyzabcdef");
    assertEquals("exit 0", allowed("abcdefghijklmnopqrstuvwxyzabcdefgh\n"));
    posix.unlink(Posix.CWD, CString.of("/etc/shutdown.allow"));
    posix.directory("/etc/shutdown.allow");
    assertEquals("exit 111", shutdown("-a", "-k", "now"));
  }
}
