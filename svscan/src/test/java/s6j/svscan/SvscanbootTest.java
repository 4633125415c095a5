package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** The s6-svscanboot page, told to a fake kernel. */
class SvscanbootTest {
  private final FakePosix posix = new FakePosix();

  SvscanbootTest() {
    for (String program :
        List.of("s6-svscan", "s6-log", "s6-setuidgid", "execlineb", "fdmove", "redirfd", "exec"))
      posix.program("/usr/bin/" + program, child -> {});
    posix.directory("/scan");
  }

  private int run(String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-svscanboot");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    return Svscanboot.run(posix, Svscanboot.declaration(), arguments);
  }

  private String becomes(String... words) {
    return assertThrows(FakePosix.Executed.class, () -> run(words)).line();
  }

  @Test
  void whatTheReferenceSaysOfItsOptions() {
    assertEquals(100, run("-t", "x"));
    assertTrue(posix.errors().startsWith("s6-svscanboot: usage: "), posix.errors());
    assertEquals(100, run("-t", "x", "-m", "8", "/scan"));
    String said = "s6-svscanboot: fatal: catchall-mode must be an (octal) unsigned integer\n";
    assertTrue(posix.errors().endsWith(said), posix.errors());
    assertEquals(111, run("-c", "nope", "/scan"));
    said = "s6-svscanboot: fatal: unable to open nope: No such file or directory\n";
    assertTrue(posix.errors().endsWith(said), posix.errors());
  }

  @Test
  void itBecomesAScannerWithTheConsoleAtThree() {
    assertEquals("/usr/bin/s6-svscan -X 3 -- /scan", becomes("/scan"));
    assertEquals(02750, posix.permissions("/run/uncaught-logs"));
    assertEquals(List.of("fifo", "notification-fd", "run"), posix.names("/scan/s6-svscan-log"));
    assertEquals(0755, posix.permissions("/scan/s6-svscan-log/run"));
    assertEquals(0600, posix.permissions("/scan/s6-svscan-log/fifo"));
    assertEquals("3\n", posix.text("/scan/s6-svscan-log/notification-fd"));
    assertEquals(
        "#!/usr/bin/execlineb -s1\n"
            + "/usr/bin/fdmove -c 1 2\n"
            + "/usr/bin/redirfd -rnb 0 fifo\n"
            + "/usr/bin/exec -c\n"
            + "/usr/bin/s6-log -bpd3 -- t \"/run/uncaught-logs\"\n",
        posix.text("/scan/s6-svscan-log/run"));
    posix.write(3, CString.of("console"), 0, 7);
    assertEquals("console", posix.errors());
    assertEquals(List.of(), posix.complaints());
  }

  @Test
  void whatItIsToldIsHandedOn() {
    posix.inherit(posix.dup(2, 3, false), 3);
    assertEquals(
        "/usr/bin/s6-svscan -X 4 -d 3 -C 4 -L 1019 -t 500 -- /scan",
        becomes("-d3", "-C1", "--name-max=5000", "-t", "500", "-D/logs", "/scan"));
  }

  @Test
  void wordsAreQuotedForExecline() {
    posix.directory("/home");
    becomes("-o", "n3 t", "-D", "/lo g\"s\\\u00e9", "/scan");
    String script = posix.text("/scan/s6-svscan-log/run");
    assertTrue(script.endsWith(" -- n3 t \"/lo g\\\"s\\\\\\0xe9\"\n"), script);
  }

  /** The modes of what it makes are its own matter, the scanner's mask is the user's. */
  @Test
  void theMaskIsHandedOn() {
    posix.umask(037);
    becomes("/scan");
    assertEquals(02750, posix.permissions("/run/uncaught-logs"));
    assertEquals(0755, posix.permissions("/scan/s6-svscan-log"));
    assertEquals(037, posix.umask(0));
  }

  @Test
  void anOldServiceIsReplaced() {
    posix.directory("/scan/s6-svscan-log/supervise").file("/scan/s6-svscan-log/down", "");
    posix.file("/scan/s6-svscan-log/supervise/status", "old");
    becomes("/scan");
    assertFalse(posix.exists("/scan/s6-svscan-log/down"));
    assertFalse(posix.exists("/scan/s6-svscan-log/supervise"));
  }

  @Test
  void aConsoleDeviceTakesThePlaceOfStandardError() {
    posix.file("/console", "");
    becomes("-c", "/console", "/scan");
    posix.write(3, CString.of("x"), 0, 1);
    assertEquals("x", posix.text("/console"));
  }

  @Test
  void ofAUserTheDirectoryIsInTheRuntimeDirectory() {
    posix.setEnvironment("PATH=/usr/bin", "XDG_RUNTIME_DIR=/xdg");
    becomes("-u", "/scan");
    assertTrue(posix.exists("/xdg/uncaught-logs"));
  }

  @Test
  void withoutARuntimeDirectoryAUserHasToNameHisOwn() {
    assertEquals(100, run("-u", "/scan"));
    assertEquals("/usr/bin/s6-svscan -X 3 -- /scan", becomes("-u", "-D/mine", "/scan"));
    assertTrue(posix.exists("/mine"));
  }

  @Test
  void wrongCallsAreRefused() {
    assertEquals(100, run());
    assertEquals(100, run("-d", "2", "/scan"));
    assertEquals(111, run("-d", "77", "/scan"));
    assertEquals(100, run("-m", "x", "/scan"));
    assertEquals(100, run("-C", "x", "/scan"));
    assertFalse(posix.exists("/scan/s6-svscan-log"));
  }

  @Test
  void aRelativeLogDirectoryIsNamedInFull() {
    posix.chdir(CString.of("/tmp"));
    becomes("-D", "logs", "/scan");
    assertTrue(posix.text("/scan/s6-svscan-log/run").endsWith("\"/tmp/logs\"\n"));
    assertEquals(0, posix.access(Posix.CWD, CString.of("/tmp/logs"), Posix.F_OK));
  }
}
