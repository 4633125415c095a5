package s6j.svc.ftrig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.formats.BigEndian;
import s6j.formats.talk.EventNotifier;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.svc.Called;

/** s6-ftrigrd as s6's C library speaks with it: what a client sends, byte by byte, and gets. */
class FtrigrdTest {
  private static final String HELLO = "ftrigr v2.0 (b)\n";
  private static final String WELCOME = "ftrigr v2.0 (a)\n";
  private static final int CHANNEL = 3;

  private FakePosix posix;
  private int requests;
  private int answers;
  private int events;

  @BeforeEach
  void client() {
    posix = new FakePosix();
    posix.ignoreSignal(Signal.SIGPIPE);
    assertEquals(0, Called.run(posix, "s6-mkfifodir", "/f"));
    requests = pipe(0, false);
    answers = pipe(1, true);
    events = pipe(CHANNEL, true);
    posix.setEnvironment("SKALIBS_CHILD_SPAWN_FDS=" + CHANNEL);
    send(ascii(HELLO));
  }

  /** A pipe with one end at {@code at}; the other end, beyond what the program uses. */
  private int pipe(int at, boolean writes) {
    int[] ends = new int[2];
    assertEquals(0, posix.pipe(ends, OpenFlags.O_CLOEXEC));
    int given = ends[writes ? 1 : 0];
    int kept = posix.dup(ends[writes ? 0 : 1], 20, true);
    posix.setNonBlocking(kept, true);
    posix.close(ends[writes ? 0 : 1]);
    if (given != at) {
      posix.dup2(given, at);
      posix.close(given);
    }
    return kept;
  }

  private static byte[] ascii(String text) {
    return CString.of(text);
  }

  private static byte[] number(long value) {
    byte[] bytes = new byte[4];
    BigEndian.put(value, bytes, 0, 4);
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) all.writeBytes(part);
    return all.toByteArray();
  }

  private void send(byte[]... parts) {
    byte[] body = join(parts);
    byte[] message = join(number(body.length), body);
    assertEquals(message.length, posix.write(requests, message, 0, message.length));
  }

  private void subscribe(int id, int flags, int timeout, String fifodir, String regex) {
    byte[] rest = ascii(fifodir + "\0" + regex + "\0");
    byte[] head = join(number(id), number(flags), number(timeout), number(0), number(rest.length));
    send(ascii("+"), head, rest);
  }

  private void say(long millis, String message) {
    posix.after(
        millis,
        () ->
            new EventNotifier(posix.another())
                .announce(Posix.CWD, ascii("/f"), ascii(message), message.length()));
  }

  private void leave(long millis) {
    posix.after(millis, () -> posix.close(requests));
  }

  private int run() {
    return Called.run(posix, "s6-ftrigrd");
  }

  private byte[] all(int fd) {
    byte[] buffer = new byte[4096];
    int count = posix.read(fd, buffer, 0, buffer.length);
    byte[] got = new byte[Math.max(count, 0)];
    System.arraycopy(buffer, 0, got, 0, got.length);
    return got;
  }

  private static byte[] message(byte[]... parts) {
    byte[] body = join(parts);
    return join(number(body.length), body);
  }

  private void assertAnswers(int... errnos) {
    byte[] expected = message(ascii(WELCOME));
    for (int errno : errnos) expected = join(expected, message(number(errno)));
    assertArrayEquals(expected, all(answers));
  }

  private void assertEvents(byte[]... messages) {
    assertArrayEquals(join(message(ascii(WELCOME)), join(messages)), all(events));
    assertEquals(List.of(), posix.names("/f"));
  }

  private static byte[] heard(int id, String text) {
    return message(number(id), number(0), ascii(text));
  }

  @Test
  void oneMatchEndsARequest() {
    subscribe(7, 0, 0, "/f", "a.*b");
    say(10, "xa");
    say(20, "cb");
    say(30, "ab");
    leave(100);
    assertEquals(0, run());
    assertAnswers(0);
    assertEvents(heard(7, "xacb"));
  }

  @Test
  void aRequestThatStaysBeginsAnew() {
    subscribe(1, 1, 0, "/f", "b$");
    subscribe(2, 0, 0, "/f", "zz");
    say(10, "ab");
    say(20, "b");
    leave(100);
    assertEquals(0, run());
    assertAnswers(0, 0);
    assertEvents(heard(1, "ab"), heard(1, "b"));
  }

  @Test
  void whatIsTakenBackIsNotTold() {
    subscribe(1, 0, 0, "/f", "a");
    subscribe(2, 0, 0, "/f", "a");
    send(ascii("-"), number(1));
    send(ascii("-"), number(9));
    say(10, "a");
    leave(100);
    assertEquals(0, run());
    assertAnswers(0, 0, 0, Errno.EINVAL);
    assertEvents(heard(2, "a"));
  }

  @Test
  void aRequestMayHaveATime() {
    subscribe(1, 0, 50, "/f", "a");
    subscribe(2, 0, 200, "/f", "a");
    say(100, "a");
    leave(300);
    assertEquals(0, run());
    assertAnswers(0, 0);
    assertEvents(message(number(1), number(Errno.ETIMEDOUT)), heard(2, "a"));
  }

  @Test
  void whyThereIsNoSubscription() {
    subscribe(1, 0, 0, "/nowhere", "a");
    subscribe(2, 0, 0, "/f", "(");
    subscribe(3, 0, 0, "/f", "(a)".repeat(2000));
    send(ascii("+"), number(4), new byte[12], number(2), ascii("/f"));
    leave(10);
    assertEquals(0, run());
    assertAnswers(Errno.ENOENT, Errno.EINVAL, 0, Errno.EPROTO);
    assertEvents();
  }

  @Test
  void requestsThatAreNone() {
    for (byte[] wrong : List.of(ascii("?1234"), ascii("-123"), ascii("+"), new byte[0])) {
      client();
      subscribe(1, 0, 0, "/f", "a");
      send(wrong);
      assertEquals(100, run());
      assertTrue(posix.errors().endsWith("s6-ftrigrd: fatal: invalid client request\n"));
      assertEquals(List.of(), posix.names("/f"));
    }
    client();
    posix.write(requests, new byte[] {127, 0, 0, 0}, 0, 4);
    assertEquals(100, run());
  }

  @Test
  void whoeverIsNoClientIsRefused() {
    posix.setEnvironment();
    assertEquals(111, run());
    posix.setEnvironment("SKALIBS_CHILD_SPAWN_FDS=9");
    assertEquals(111, run());
    posix.setEnvironment("SKALIBS_CHILD_SPAWN_FDS=1");
    assertEquals(111, run());
    client();
    all(0);
    send(ascii("ftrigr v1.0 (b)\n"));
    assertEquals(111, run());
    String said = "s6-ftrigrd: fatal: unable to sync with client: Protocol error\n";
    assertTrue(posix.errors().endsWith(said), posix.errors());
    client();
    all(0);
    assertEquals(111, run());
    said = "s6-ftrigrd: fatal: unable to sync with client: Connection timed out\n";
    assertTrue(posix.errors().endsWith(said), posix.errors());
  }

  @Test
  void noFailingCallLeavesAFifo() {
    FaultyPosix.sweep(
        faulty -> {
          client();
          subscribe(1, 0, 0, "/f", "a");
          say(10, "a");
          leave(6000);
          int code = Called.run(faulty.around(posix), "s6-ftrigrd");
          assertTrue(code == 0 || code == 111, "exit " + code + ": " + faulty.failed());
          boolean mayStay = faulty.failed() != null && faulty.failed().startsWith("unlink ");
          if (!mayStay) assertEquals(List.of(), posix.names("/f"), String.valueOf(faulty.failed()));
        });
  }
}
