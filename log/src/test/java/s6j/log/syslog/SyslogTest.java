package s6j.log.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Output;
import s6j.log.script.InternetAddress;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.SocketAddress;

/** What syslog's numbers and addresses are called. */
class SyslogTest {
  private static final String[] FACILITIES = {
    "kern",
    "user",
    "mail",
    "daemon",
    "auth",
    "syslog",
    "lpr",
    "news",
    "uucp",
    "cron",
    "authpriv",
    "ftp",
    "unknown",
    "unknown",
    "unknown",
    "unknown",
    "local0",
    "local1",
    "local2",
    "local3",
    "local4",
    "local5",
    "local6",
    "local7",
    "mark",
    "unknown"
  };
  private static final String[] LEVELS = {
    "emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"
  };

  private static String shown(String line) {
    FakePosix kernel = new FakePosix();
    Output out = new Output(kernel, 1, 256);
    byte[] bytes = CString.of("<" + line + "7>");
    int place = SyslogPriority.put(bytes, 1, 1 + line.length(), out);
    out.bytes(bytes, place, 1 + line.length() - place);
    assertEquals(0, out.flush());
    return kernel.output();
  }

  @Test
  void everyPriorityHasItsNames() {
    for (int facility = 0; facility < FACILITIES.length; facility++)
      for (int level = 0; level < LEVELS.length; level++)
        assertEquals(
            FACILITIES[facility] + "." + LEVELS[level] + ": x",
            shown("<" + (facility * 8 + level) + ">x"));
  }

  @ParameterizedTest
  @CsvSource({
    "<1024>x, kern.emerg: x",
    "<4294967295>, 'unknown.debug: '",
    "<013>x, user.notice: x"
  })
  void prioritiesAreNumbersOf32Bits(String line, String expected) {
    assertEquals(expected, shown(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<", "<>", "<>x", "<1", "<12", "x<1>", "<1x>", "<-1>", "<4294967296>", "<1:>"})
  void whatIsNoPriorityIsText(String line) {
    assertEquals(line, shown(line));
  }

  // ---- addresses -------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 514",
    "1.2.3.4, 514",
    "255.255.255.255, 514",
    "10.20.30.40:1, 1",
    "127.0.0.1_65535, 65535",
    "127.0.0.1:65535, 65535",
    "100.99.9.10_0, 0"
  })
  void addressesAreReadAndShown(String text, int port) {
    SocketAddress address = InternetAddress.inet(CString.of(text), '_');
    assertEquals(port, address.port);
    byte[] put = new byte[InternetAddress.LONGEST + 1];
    int end = InternetAddress.put(address, put, 1);
    assertEquals(text.split("[:_]")[0], CString.text(CString.slice(put, 1, end)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "256.1.1.1",
        "1.1.1.256",
        "1.2.3.x",
        "-1.2.3.4",
        "1.2.3.4:",
        "1.2.3.4:x",
        "1.2.3.4:65536",
        "1.2.3.4;5",
        "1.2.3.4:-1"
      })
  void whatIsNoAddress(String text) {
    assertNull(InternetAddress.inet(CString.of(text), '_'));
  }

  /** The longest run of zeros is left out, the first of two, and never a single one. */
  @ParameterizedTest
  @CsvSource({
    "0:0:1:0:0:0:1:1, 0:0:1::1:1", "0:0:1:1:0:0:1:1, ::1:1:0:0:1:1", "1:0:0:0:0:0:0:0, 1::",
    "1:1:1:1:1:1:0:0, 1:1:1:1:1:1::", "1:0:1:0:1:0:1:0, 1:0:1:0:1:0:1:0", "::1:0:0, ::1:0:0",
    "1::2, 1::2", "1:2::7:8, 1:2::7:8", "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0", "::1.2.3.4, ::102:304", "abcd:ef01::FFFF, abcd:ef01::ffff",
    "1::1.2.3.4, 1::102:304", "0:0:0:0:0:0:0:10, ::10", "a:9:0f:00a0:1:2:3:4, a:9:f:a0:1:2:3:4"
  })
  void addressesOfSixteenBytes(String text, String shown) {
    SocketAddress address = InternetAddress.inet6(CString.of(text + "_65535"));
    assertEquals(65535, address.port);
    byte[] put = new byte[InternetAddress.LONGEST + 1];
    int end = InternetAddress.put(address, put, 1);
    assertEquals(shown, CString.text(CString.slice(put, 1, end)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::1::",
        "1:2:3:4:5:6:7:8:",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:9",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:",
        "00001::",
        "::/",
        "::G",
        "::`",
        "1.2.3.4::",
        "::1.2.3",
        "::1.2.3.4:1",
        "1:2:3:4:5:6:7:8::1.2.3.4",
        "1:::2",
        "::@"
      })
  void whatIsNoAddressOfSixteenBytes(String text) {
    assertNull(InternetAddress.inet6(CString.of(text)), text);
  }
}
