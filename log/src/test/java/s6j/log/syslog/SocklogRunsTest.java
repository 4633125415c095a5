package s6j.log.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.Answers;
import s6j.log.LogStoryTest;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** s6-socklog: its start, its errors and its end. */
class SocklogRunsTest {
  private final FakePosix kernel = new FakePosix().directory("/dev");

  private int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-socklog");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    return SocklogMain.run(posix, SocklogMain.declaration(), arguments);
  }

  private void says(long millis, String datagram) {
    FakePosix client = kernel.another();
    SocketAddress address = new SocketAddress();
    byte[] path = CString.of("/dev/log");
    address.unix(path, path.length);
    byte[] bytes = CString.of(datagram);
    kernel.after(
        millis,
        () -> {
          int socket = client.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
          assertEquals(bytes.length, client.sendTo(socket, bytes, 0, bytes.length, address));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "socket, create socket", "bind, bind socket to /dev/log", "signals, trap signals",
    "receiveFrom, recv", "setgroups, change user", "setgid, change user",
    "setuid, change user"
  })
  void whatFailsIsFatal(String call, String what) {
    says(10, "x");
    kernel.after(20, () -> kernel.signal(Signal.SIGTERM));
    Posix posix = LogStoryTest.answering(kernel.become(0, 0), call, -Errno.EPERM);
    assertEquals(111, run(posix, "-u", "1", "-g", "2", "-G", "3"));
    assertEquals(
        "s6-socklog: fatal: unable to " + what + ": Operation not permitted\n", kernel.errors());
  }

  /** What is open is as good as any: who reads nothing there is told by the first line. */
  @Test
  void anyOpenOutputWillDo() {
    kernel.file("/readonly", "");
    kernel.inherit(kernel.open(Posix.CWD, CString.of("/readonly"), OpenFlags.O_RDONLY, 0), 1);
    kernel.after(20, () -> kernel.signal(Signal.SIGTERM));
    assertEquals(0, run(kernel));
    assertEquals("", kernel.errors());
  }

  @Test
  void anAddressThatCannotBeBoundIsTold() {
    Posix posix = LogStoryTest.answering(kernel, "bind", -Errno.EACCES);
    assertEquals(111, run(posix, "-i", "1.2.3.4"));
    assertEquals(
        "s6-socklog: fatal: unable to bind socket to ip 1.2.3.4 port 514: Permission denied\n",
        kernel.errors());
  }

  @ParameterizedTest
  @CsvSource({"1, invalid stdout", "2, ''"})
  void itNeedsItsDescriptors(int fd, String message) {
    kernel.close(fd);
    assertEquals(100, run(kernel));
    String expected = "s6-socklog: fatal: " + message + ": Bad file descriptor\n";
    assertEquals(message.isEmpty() ? "" : expected, kernel.errors());
  }

  /** Waits and datagrams that come to nothing are no errors. */
  @ParameterizedTest
  @CsvSource({"poll, -4", "receiveFrom, -11"})
  void interruptionsAreNoErrors(String call, int answer) {
    says(10, "one");
    says(15, "two");
    kernel.after(20, () -> kernel.signal(Signal.SIGTERM));
    int[] calls = new int[1];
    Posix posix =
        Answers.of(
            kernel, (name, arguments) -> name.equals(call) && calls[0]++ % 2 == 0 ? answer : null);
    assertEquals(0, run(posix));
    assertTrue(calls[0] > 1);
    assertEquals("one\ntwo\n", kernel.output());
  }

  /** A line in hand is written before the end; with -t only if that can be done in time. */
  @ParameterizedTest
  @CsvSource({"'', 9000, 0, 'last\n'", "500, 9000, 99, ''", "500, 100, 0, 'last\n'"})
  void theLineInHandIsWritten(String limit, long readable, int code, String expected) {
    int[] ends = new int[2];
    kernel.pipe(ends, 0);
    kernel.inherit(ends[1], 1);
    byte[] full = new byte[65536];
    assertEquals(full.length, kernel.write(1, full, 0, full.length));
    says(10, "last");
    says(15, "never");
    kernel.after(20, () -> kernel.signal(Signal.SIGTERM));
    kernel.after(readable, () -> kernel.read(ends[0], full, 0, full.length));
    long begun = kernel.monotonicNanos();
    String[] options = limit.isEmpty() ? new String[0] : new String[] {"-t", limit};
    assertEquals(code, run(kernel, options));
    long millis = (kernel.monotonicNanos() - begun) / 1_000_000;
    assertEquals(code == 99 ? 520 : readable, millis);
    kernel.setNonBlocking(ends[0], true);
    int count = kernel.read(ends[0], full, 0, full.length);
    if (code == 0) assertEquals(expected, CString.text(CString.slice(full, 0, count)));
  }

  @Test
  void anOutputThatIsShutEndsIt() {
    says(10, "x");
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) ->
                name.equals("write") && (int) arguments[0] == 1 ? (Object) (-Errno.EPIPE) : null);
    assertEquals(111, run(posix));
    assertEquals("s6-socklog: fatal: unable to write to stdout: Broken pipe\n", kernel.errors());
  }

  // ---- users -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "'', UID not set",
    "UID=1, GID not set",
    "UID=1 GID=2, GIDLIST not set",
    "UID=x GID=2 GIDLIST=3, invalid UID",
    "UID=1 GID=x GIDLIST=3, invalid GID",
    "UID=1 GID=2 GIDLIST=3;4, invalid GIDLIST"
  })
  void theEnvironmentMustBeRight(String variables, String message) {
    kernel.setEnvironment(variables.isEmpty() ? new String[0] : variables.split(" "));
    assertEquals(100, run(kernel.become(0, 0), "-U"));
    assertEquals("s6-socklog: fatal: " + message + "\n", kernel.errors());
  }

  @Test
  void itBecomesTheUserOfItsOptions() {
    kernel.become(0, 0).after(20, () -> kernel.signal(Signal.SIGTERM));
    assertEquals(0, run(kernel, "-u", "12", "-g", "13", "-G", "14,15"));
    assertEquals(12, kernel.getuid());
    assertEquals(13, kernel.getgid());
    assertEquals(Set.of(14, 15), kernel.supplementaryGroups());
  }

  @Test
  void withoutOptionsItStaysWhoItIs() {
    int[] changes = new int[1];
    kernel.become(0, 0).after(20, () -> kernel.signal(Signal.SIGTERM));
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              if (name.equals("setuid") || name.equals("setgid") || name.equals("setgroups"))
                changes[0]++;
            });
    assertEquals(0, run(posix));
    assertEquals(0, changes[0]);
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void groupsHaveAMost(int count, boolean good) {
    String list = "7" + ",7".repeat(count - 1);
    assertEquals(good, new SocklogSettings().setGroups(CString.of(list)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-u -1", "-g x", "-t x", "-d x", "-d 1", "-z", "-d 4294967299"})
  void badWords(String words) {
    assertEquals(100, run(kernel, words.split(" ")));
    assertTrue(kernel.errors().startsWith("s6-socklog: "), kernel.errors());
  }

  @ParameterizedTest
  @CsvSource({"75, 76", "76, 76", "77, 77", "1048576, 1048576", "1048577, 1048576"})
  void lineLengthsHaveBounds(long asked, int length) {
    SocklogSettings settings = new SocklogSettings();
    settings.setLineLength(asked);
    assertEquals(length, settings.lineLength);
  }

  /** Whoever started it may wait for its standard input to be closed. */
  @Test
  void standardInputIsClosed() {
    boolean[] closed = new boolean[1];
    kernel.after(20, () -> kernel.signal(Signal.SIGTERM));
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> closed[0] |= name.equals("close") && (int) arguments[0] == 0);
    assertEquals(0, run(posix));
    assertTrue(closed[0]);
  }
}
