package s6j.log.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.formats.files.LockFile;
import s6j.log.script.InternetAddress;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** s6-socklog: datagrams become lines; expectations are the reference's output. */
class SocklogTest {
  private final FakePosix kernel = new FakePosix().directory("/dev");

  /** Runs it, with these datagrams sent once it listens and SIGTERM behind them. */
  private int run(String[] options, String... datagrams) {
    SocketAddress address = new SocketAddress();
    byte[] path = CString.of("/dev/log");
    address.unix(path, path.length);
    return run(address, options, datagrams);
  }

  private int run(SocketAddress address, String[] options, String... datagrams) {
    FakePosix client = kernel.another();
    kernel.after(
        10,
        () -> {
          int socket = client.socket(address.family, Posix.SOCK_DGRAM, 0);
          for (String datagram : datagrams) {
            byte[] bytes = CString.of(datagram);
            assertEquals(bytes.length, client.sendTo(socket, bytes, 0, bytes.length, address));
          }
        });
    kernel.after(50, () -> kernel.signal(Signal.SIGTERM));
    byte[][] arguments = new byte[options.length + 1][];
    arguments[0] = CString.of("s6-socklog");
    for (int i = 0; i < options.length; i++) arguments[i + 1] = CString.of(options[i]);
    return SocklogMain.run(kernel, SocklogMain.declaration(), arguments);
  }

  private static String[] options(String... options) {
    return options;
  }

  @Test
  void everyDatagramIsALine() {
    assertEquals(0, run(options(), "<13>one\n", "two\0\n\0", "<165>th\nr\0ee", "x<13>y"));
    assertEquals("user.notice: one\ntwo\nlocal4.notice: th~r~ee\nx<13>y\n", kernel.output());
  }

  @Test
  void rawLinesKeepTheirPriority() {
    assertEquals(0, run(options("-r"), "<13>one"));
    assertEquals("<13>one\n", kernel.output());
  }

  /** Cut at one byte more than -l says, which is at least 76. */
  @ParameterizedTest
  @CsvSource({"10, 76, 76", "10, 77, 77...", "10, 500, 77...", "100, 100, 100", "100, 101, 101..."})
  void longLinesAreCut(String limit, int length, String expected) {
    assertEquals(0, run(options("-l", limit), "x".repeat(length)));
    int kept = Integer.parseInt(expected.replace(".", ""));
    String dots = expected.endsWith(".") ? "..." : "";
    assertEquals("x".repeat(kept) + dots + "\n", kernel.output());
  }

  @Test
  void anEmptyDatagramIsNoError() {
    assertEquals(0, run(options(), "", "\n", "x"));
    assertTrue(kernel.output().endsWith("\nx\n"), kernel.output());
  }

  @Test
  void theSocketTakesThePlaceOfAnOldOne() {
    kernel.file("/dev/log", "old");
    assertEquals(0, run(options("-x", "/dev/log"), "one"));
    assertEquals("one\n", kernel.output());
    assertEquals(0777, kernel.permissions("/dev/log"));
    assertEquals(0600, kernel.permissions("/dev/log.lock"));
  }

  @Test
  void aSocketInUseIsNotTaken() {
    int held = new LockFile(kernel.another()).claimSocket(CString.of("/dev/log"));
    assertTrue(held >= 0);
    assertEquals(111, run(options("-x", "/dev/log")));
    String said = "s6-socklog: fatal: unable to bind socket to /dev/log: Device or resource busy\n";
    assertEquals(said, kernel.errors());
  }

  @Test
  void aPathThatIsTooLong() {
    String path = "/dev/" + "x".repeat(120);
    assertEquals(111, run(options("-x", path)));
    String said = "s6-socklog: fatal: unable to bind socket to " + path + ": File name too long\n";
    assertEquals(said, kernel.errors());
  }

  @Test
  void linesOfTheNetworkTellTheirSender() {
    SocketAddress address = new SocketAddress();
    address.inet(127 << 24 | 1, 5140);
    assertEquals(0, run(address, options("-i", "127.0.0.1_5140"), "<0>one", "two"));
    assertEquals(
        "127.0.0.1_40000: kern.emerg: one\n127.0.0.1_40000: two\n".replaceAll("_\\d+", "_"),
        kernel.output().replaceAll("_\\d+", "_"));
    assertFalse(kernel.exists("/dev/log"));
  }

  @Test
  void linesOfIpv6TellTheirSender() {
    SocketAddress address = new SocketAddress();
    address.inet6(0, 1, 5140);
    assertEquals(0, run(address, options("-i", "::1_5140"), "<0>one"));
    assertEquals("::1_: kern.emerg: one\n", kernel.output().replaceAll("_\\d+", "_"));
  }

  /** Expected: what the reference shows for the same addresses. */
  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "fe80::0:1:0:0, fe80::1:0:0",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "0:1:2:3:4:5:6:0, 0:1:2:3:4:5:6:0",
    "::ffff:1.2.3.4, ::ffff:102:304",
    "1:2:3:4:5:6:7.8.9.10, 1:2:3:4:5:6:708:90a"
  })
  void addressesOfIpv6(String text, String shown) {
    byte[] put = new byte[InternetAddress.LONGEST];
    SocketAddress address = InternetAddress.inet6(CString.of(text));
    assertEquals(514, address.port);
    int length = InternetAddress.put(address, put, 0);
    assertEquals(shown, CString.text(CString.slice(put, 0, length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1:",
        ":1",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "g::",
        "1.2.3.4",
        "1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1_",
        "::1_x",
        "::1_65536",
        "1:2:3:4:5:6:7:8::"
      })
  void whatIsNoAddressOfIpv6(String text) {
    assertNull(InternetAddress.inet6(CString.of(text)));
  }

  @Test
  void readinessIsToldOnceTheSocketIsThere() {
    kernel.file("/ready", "");
    int fd = kernel.open(Posix.CWD, CString.of("/ready"), 1, 0);
    kernel.inherit(fd, 5);
    assertEquals(0, run(options("-d", "5"), "one"));
    assertEquals("\n", kernel.text("/ready"));
  }

  @ParameterizedTest
  @CsvSource({"-d, 2", "-d, 77", "-l, x", "-i, 1.2.3", "-i, 1.2.3.4_99999", "-u, x", "-G, 1;2"})
  void badOptionsAreUsageErrors(String option, String value) {
    assertEquals(100, run(options(option, value)));
  }

  @Test
  void theUserIsTakenFromTheEnvironment() {
    kernel.setEnvironment("UID=12");
    assertEquals(100, run(options("-U")));
    assertTrue(kernel.errors().contains("GID not set"), kernel.errors());
    kernel.become(0, 0).setEnvironment("UID=12", "GID=13", "GIDLIST=14,15");
    assertEquals(0, run(options("-U"), "one"));
    assertEquals(12, kernel.getuid());
    assertEquals(13, kernel.getgid());
  }

  @Test
  void aDirectoryThatIsNotThereIsAnError() {
    assertEquals(111, run(options("-x", "/missing/log")));
    assertTrue(kernel.errors().contains("unable to bind socket to /missing/log"), kernel.errors());
  }
}
