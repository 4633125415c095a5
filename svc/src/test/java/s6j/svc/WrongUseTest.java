package s6j.svc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;

/** What s6 2.15.1.0 says of command lines that are wrong, word for word. */
class WrongUseTest {
  private final FakePosix posix = new FakePosix();
  private int seen;

  /** Expects {@code 100 MESSAGE} of a command line whose words are separated by blanks. */
  private void assertSaid(String expected, String line) {
    int code = Called.run(posix, line.split(" ", -1));
    String said = posix.errors().substring(seen);
    seen += said.length();
    assertEquals(expected, (code + " " + said).strip(), line);
  }

  private void assertUsage(String line) {
    int code = Called.run(posix, line.split(" ", -1));
    String said = posix.errors().substring(seen);
    seen += said.length();
    String program = line.substring(0, line.indexOf(' '));
    String shape = program + ": usage: " + program + " ";
    assertEquals(100 + " " + shape, code + " " + said.substring(0, shape.length()), line);
  }

  @Test
  void numbersAreLookedAtBehindTheOperands() {
    assertUsage("s6-ftrig-wait -t x /f");
    assertSaid(
        "100 s6-ftrig-wait: fatal: timeout must be an unsigned integer", "s6-ftrig-wait -t x /f a");
    assertUsage("s6-ftrig-listen1 -t x /f a");
    assertSaid(
        "100 s6-ftrig-listen1: fatal: timeout must be an unsigned integer",
        "s6-ftrig-listen1 -t -1 /f a true");
    assertUsage("s6-ftrig-listen -t x /f a true");
    assertSaid(
        "100 s6-ftrig-listen: fatal: timeout must be an unsigned integer",
        "s6-ftrig-listen -t x /f a b true");
    assertUsage("s6-notify-fd-from-socket -t x");
    assertUsage("s6-notify-socket-from-fd -t x");
    assertUsage("s6-notify-socket-from-fd -d x");
    assertSaid(
        "100 s6-notify-socket-from-fd: fatal: notification-fd must be an unsigned integer",
        "s6-notify-socket-from-fd -t x -d x true");
  }

  @Test
  void theNotificationDescriptorIsLookedAtBeforeNumbers() {
    assertUsage("s6-notifyoncheck -n x");
    assertSaid(
        "111 s6-notifyoncheck: fatal: unable to read ./notification-fd: No such file or directory",
        "s6-notifyoncheck -s x true");
    posix.file("/notification-fd", "2\n");
    assertSaid(
        "100 s6-notifyoncheck: fatal: global-timeout must be an unsigned integer",
        "s6-notifyoncheck -w x -T x true");
  }

  @Test
  void aBlockWithoutItsEnd() {
    assertUsage("s6-ftrig-listen nope nope");
    assertUsage("s6-ftrig-listen /f a true x");
    assertSaid(
        "100 s6-ftrig-listen: fatal: unterminated fifodir+regex block",
        "s6-ftrig-listen /f a /g b true");
  }

  @Test
  void aBlockOfServicesAndAProgram() {
    assertUsage("s6-svlisten  echo");
    assertUsage("s6-svlisten a b ");
    assertSaid("100 s6-svlisten: fatal: unterminated servicedir block", "s6-svlisten a b echo");
  }

  @Test
  void aServiceDirectoryWithoutItsFifo() {
    posix.directory("/a/supervise").file("/b/supervise", "");
    String shape = "1 s6-svc: warning: something is wrong with the /%s/supervise directory: %s";
    assertSaid(shape.formatted("a", "No such file or directory"), "s6-svc -u /a");
    assertSaid(shape.formatted("b", "Not a directory"), "s6-svc -u /b");
  }

  @Test
  void signalsThatAreNone() {
    assertSaid("100 s6-svc: fatal: invalid signal: FOO", "s6-svc -s FOO /a");
    assertSaid(
        "100 s6-svc: fatal: 0 is not in the list of user-available signals", "s6-svc -s 0 /a");
  }

  @Test
  void oddPermissions() {
    posix.directory("/a/supervise");
    int code = Called.run(posix, "s6-svperms", "/a");
    assertEquals(1, code);
    String said = "s6-svperms: warning: /a/supervise has incorrect permissions: 755\n";
    assertTrue(posix.errors().startsWith(said), posix.errors());
  }

  @Test
  void theInstanceToolsLookAtWhatTheyHandOn() {
    assertUsage("s6-instance-control -w -1 dir x");
    assertUsage("s6-instance-control -w  dir x");
    assertUsage("s6-instance-control -T 99999999999 dir x");
    assertSaid(
        "100 s6-instance-control: fatal: too many commands",
        "s6-instance-control -" + "u".repeat(63) + " dir x");
  }

  @Test
  void anEmptyFifodir() {
    assertSaid(
        "111 s6-ftrig-wait: fatal: unable to subscribe to  with regexp a: Protocol error",
        "s6-ftrig-wait  a");
    assertEquals(List.of(), posix.openDescriptors());
  }

  @Test
  void aMatchThatComesTooLateIsNamed() {
    posix.directory("/f");
    assertSaid(
        "99 s6-ftrig-wait: fatal: unable to match regexp on a+b: Connection timed out",
        "s6-ftrig-wait -t 7 /f a+b");
  }
}
