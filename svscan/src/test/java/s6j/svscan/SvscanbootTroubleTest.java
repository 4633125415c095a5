package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** What s6-svscanboot says when it cannot become a scanner, and whom it lets log. */
class SvscanbootTroubleTest {
  private final FakePosix posix = new FakePosix().directory("/scan");
  private final Meddler meddler = new Meddler(posix);

  SvscanbootTroubleTest() {
    for (String program :
        List.of("s6-svscan", "s6-log", "s6-setuidgid", "execlineb", "fdmove", "redirfd", "exec"))
      posix.program("/usr/bin/" + program, child -> {});
    posix.setEnvironment("PATH=/usr/bin");
  }

  private int boot(String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-svscanboot");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    return Svscanboot.run(meddler.kernel(), Svscanboot.declaration(), arguments);
  }

  private void becomes(String... words) {
    assertThrows(FakePosix.Executed.class, () -> boot(words));
  }

  private String script() {
    return posix.text("/scan/s6-svscan-log/run");
  }

  // ---- what fails is told ----------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "mkdir /var, unable to mkdir /var/logs",
    "mkdir /var/logs, unable to mkdir /var/logs",
    "chown /var/logs, unable to chown /var/logs",
    "chmod /var/logs, unable to chmod /var/logs",
    "mkdir /scan/s6-svscan-log, unable to mkdir /scan/s6-svscan-log",
    "open /scan/s6-svscan-log/notification-fd,"
        + " unable to write to /scan/s6-svscan-log/notification-fd",
    "open /scan/s6-svscan-log/run, unable to write to /scan/s6-svscan-log/run",
    "fchmod, unable to write to /scan/s6-svscan-log/run",
    "mkfifo /scan/s6-svscan-log/fifo, unable to mkfifo /scan/s6-svscan-log/fifo",
    "open /dev/null, unable to open /dev/null",
    "dup2 0, unable to open /dev/null",
    "dup2 3, unable to fd_copy stderr",
    "open /scan/s6-svscan-log/fifo, unable to open /scan/s6-svscan-log/fifo",
    "setNonBlocking 1, unable to open /scan/s6-svscan-log/fifo",
    "dup2 1, unable to open /scan/s6-svscan-log/fifo",
    "dup2 2, unable to open /scan/s6-svscan-log/fifo"
  })
  void itSaysWhatItCouldNotDo(String call, String told) {
    meddler.refuse(call, Errno.EROFS);
    assertEquals(111, boot("-D", "/var/logs", "/scan"));
    assertEquals("s6-svscanboot: fatal: " + told + ": Read-only file system\n", told());
  }

  private String told() {
    return posix.errors();
  }

  @Test
  void aConsoleThatIsNoneIsNamed() {
    posix.file("/console", "").dup(2, 3, false);
    meddler.refuse("dup2 3", Errno.EBADF);
    assertEquals(111, boot("-c", "/console", "/scan"));
    assertEquals("s6-svscanboot: fatal: unable to open /console: Bad file descriptor\n", told());
  }

  /** Its standard error has been the logger's since: what is said at the end is for the console. */
  @Test
  void aScannerThatCannotBeStartedIsToldOfOnTheConsole() {
    posix.file("/console", "");
    meddler.refuse("exec /usr/bin/s6-svscan", Errno.EACCES);
    assertEquals(111, boot("-c", "/console", "/scan"));
    assertEquals(
        "s6-svscanboot: fatal: unable to exec s6-svscan: Permission denied\n",
        posix.text("/console"));
    assertEquals("", told());
  }

  // ---- the streams of the scanner --------------------------------------------------------------

  /** What the scanner says is read by the logger, and its writing waits for no reader. */
  @Test
  void outputAndErrorLeadToTheFifo() {
    becomes("/scan");
    FakePosix logger = posix.another();
    byte[] fifo = CString.of("/scan/s6-svscan-log/fifo");
    int fd = logger.open(Posix.CWD, fifo, O_RDONLY | O_NONBLOCK, 0);
    assertEquals(3, posix.write(1, CString.of("out"), 0, 3));
    assertEquals(3, posix.write(2, CString.of("err"), 0, 3));
    byte[] got = new byte[16];
    assertEquals(6, logger.read(fd, got, 0, got.length));
    assertEquals("outerr", CString.text(got));
    assertEquals(0, posix.descriptorFlags(1) & O_NONBLOCK);
    assertEquals(0, posix.read(0, got, 0, 1), "nothing to read");
    assertEquals(List.of("3 stderr"), posix.openDescriptors());
  }

  // ---- who logs --------------------------------------------------------------------------------

  @Test
  void theLoggerIsRunByAUserWhoOwnsTheDirectory() {
    posix.become(0, 0).account("logger", 100, 200);
    becomes("-l", "logger", "-m", "700", "-D", "/var/logs", "/scan");
    assertTrue(script().contains("\n/usr/bin/s6-setuidgid \"logger\"\n"), script());
    assertEquals(0700, posix.permissions("/var/logs"));
    s6j.posix.FileStat stat = new s6j.posix.FileStat();
    posix.stat(Posix.CWD, CString.of("/var/logs"), true, stat);
    assertEquals(100, stat.uid);
    assertEquals(200, stat.gid);
  }

  @Test
  void aUserThatIsUnknownIsToldOf() {
    posix.become(0, 0);
    assertEquals(111, boot("-l", "nobody-such", "/scan"));
    assertTrue(told().startsWith("s6-svscanboot: fatal: getpwnam nobody-such: "), told());
    assertFalse(posix.exists("/scan/s6-svscan-log"));
  }

  @Test
  void onlyRootCanHaveAnotherUserLog() {
    posix.account("logger", 100, 200);
    becomes("-l", "logger", "-D", "/logs", "/scan");
    assertEquals("s6-svscanboot: warning: ignoring catchall-user option when not root\n", told());
    assertFalse(script().contains("setuidgid"), script());
  }

  // ---- words -----------------------------------------------------------------------------------

  private CatchAllSettings read(String... words) {
    byte[][] arguments = new byte[words.length + 2][];
    arguments[0] = CString.of("s6-svscanboot");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    arguments[words.length + 1] = CString.of("/scan");
    CatchAllSettings settings =
        new CatchAllSettings(posix, new Messages(posix, CString.of("s6-svscanboot")));
    assertEquals(0, settings.read(Svscanboot.declaration(), arguments));
    return settings;
  }

  @ParameterizedTest
  @CsvSource({"750, 0750", "2750, 02750", "17777, 07777", "0, 0"})
  void aModeIsOctalAndHasTwelveBits(String text, String mode) {
    assertEquals(Integer.decode(mode), read("-m", text).logMode);
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "4, 3", "9, 3"})
  void theConsoleIsWhereReadinessIsNot(int notification, int console) {
    assertEquals(notification, posix.dup(2, notification, false));
    CatchAllSettings settings = read("-d", "" + notification);
    assertEquals(notification, settings.notification);
    assertEquals(console, settings.consoleDescriptor);
  }

  @ParameterizedTest
  @CsvSource({
    "-C, services-max must be an unsigned integer",
    "-L, name-max must be an unsigned integer",
    "-t, timeout must be an unsigned integer",
    "-d, notification-fd must be an unsigned integer",
    "-m, catchall-mode must be an (octal) unsigned integer"
  })
  void whatIsNoNumberIsNamed(String option, String told) {
    assertEquals(100, boot(option, "x", "/scan"));
    assertEquals("s6-svscanboot: fatal: " + told + "\n", told());
  }

  @Test
  void aDescriptorBelowThreeOrClosedIsRefused() {
    assertEquals(100, boot("-d", "2", "/scan"));
    assertEquals(111, boot("-d", "7", "/scan"));
    assertEquals(
        "s6-svscanboot: fatal: notification-fd must be 3 or greater\n"
            + "s6-svscanboot: fatal: notification-fd sanity check failed: Bad file descriptor\n",
        told());
  }

  @ParameterizedTest
  @CsvSource({
    "'', , /run/uncaught-logs",
    "'', logs, logs",
    "-u, , /xdg/uncaught-logs",
    "-u, logs, /xdg/logs",
    "-u, /logs, /logs"
  })
  void whereTheLogsAre(String user, String directory, String expected) {
    posix.setEnvironment("PATH=/usr/bin", "XDG_RUNTIME_DIR=/xdg");
    List<String> words = new java.util.ArrayList<>();
    if (!user.isEmpty()) words.add(user);
    if (directory != null) words.addAll(List.of("-D", directory));
    CatchAllSettings settings = read(words.toArray(String[]::new));
    assertEquals(expected, CString.text(settings.logDirectory));
  }

  /** However long the directives are, the script is whole. */
  @ParameterizedTest
  @ValueSource(ints = {3900, 4096, 9000})
  void aLongScriptIsWhole(int length) {
    String directives = "t ".repeat(length / 2);
    becomes("-o", directives, "-D", "/logs", "/scan");
    assertTrue(script().endsWith(" -- " + directives + " \"/logs\"\n"));
    assertTrue(script().startsWith("#!/usr/bin/execlineb -s1\n"));
  }

  @Test
  void byItsOwnNameItStartsTheScannerByItsOwnName() {
    posix.program("/usr/bin/svscan", child -> {});
    byte[][] line = {CString.of("svscanboot"), CString.of("/scan")};
    FakePosix.Executed scanner =
        assertThrows(
            FakePosix.Executed.class,
            () -> Svscanboot.run(meddler.kernel(), Svscanboot.declaration(), line));
    assertEquals("/usr/bin/svscan -X 3 -- /scan", scanner.line());
  }
}
