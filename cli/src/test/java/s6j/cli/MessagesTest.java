package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.O_CLOEXEC;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Signal;

class MessagesTest {
  private static final int STDERR = 2;

  private final FakePosix posix = new FakePosix();
  private final Messages messages = new Messages(posix, CString.of("prog"), 512);
  private final byte[] buffer = new byte[4096];
  private int reading;

  /** Standard error is a pipe with room for so many bytes. */
  private void fillAllBut(int room) {
    int[] ends = new int[2];
    assertEquals(0, posix.pipe(ends, O_CLOEXEC));
    posix.ignoreSignal(Signal.SIGPIPE);
    posix.setNonBlocking(ends[1], true);
    int filled = 0;
    int put = posix.write(ends[1], buffer, 0, buffer.length);
    for (; put > 0; put = posix.write(ends[1], buffer, 0, buffer.length)) filled += put;
    posix.setNonBlocking(ends[1], false);
    posix.dup2(ends[1], STDERR);
    posix.close(ends[1]);
    reading = ends[0];
    if (room > 0) assertEquals(room, posix.read(reading, buffer, 0, room));
  }

  private String everything() {
    StringBuilder all = new StringBuilder();
    posix.setNonBlocking(reading, true);
    int got = posix.read(reading, buffer, 0, buffer.length);
    for (; got > 0; got = posix.read(reading, buffer, 0, buffer.length))
      for (int i = 0; i < got; i++) if (buffer[i] != 0) all.append((char) buffer[i]);
    java.util.Arrays.fill(buffer, (byte) 0);
    return all.toString();
  }

  @Test
  void aMessageIsOneLine() {
    messages.warning().unableTo("open ").bytes(CString.of("x")).end(-Errno.ENOENT);
    messages.neverWaiting().info().text("pid ").number(-12).end();
    String first = "prog: warning: unable to open x: No such file or directory\n";
    assertEquals(first + "prog: info: pid -12\n", posix.errors());
  }

  @Test
  void aRepetitionCanBePassedOver() {
    assertEquals(Messages.NOTHING, messages.last());
    messages.warning().text("a").end();
    messages.passOver(messages.last());
    messages.warning().text("a").end();
    messages.warning().text("b").end();
    messages.warning().text("a").end();
    messages.passOver(Messages.NOTHING);
    messages.warning().text("a").end();
    assertEquals("prog: warning: a\nprog: warning: b\nprog: warning: a\n", posix.errors());
  }

  /** On a fake machine a wait for a reader that never comes is an error. */
  @Test
  void aDaemonNeverWaitsForAReader() {
    fillAllBut(0);
    messages.neverWaiting();
    for (int i = 0; i < 1200; i++) messages.info().text("lost").end();
    assertTrue(messages.hasLoss());
    messages.tellLoss();
    assertTrue(messages.hasLoss());
    assertEquals("", everything());
    messages.info().text("heard").end();
    messages.info().text("heard again").end();
    assertFalse(messages.hasLoss());
    assertEquals(
        "prog: warning: messages lost, as nobody read them: 1200\n"
            + "prog: info: heard\nprog: info: heard again\n",
        everything());
  }

  @Test
  void theLossIsToldOnceAsSoonAsThereIsRoom() {
    fillAllBut(0);
    messages.neverWaiting().info().text("lost").end();
    everything();
    messages.tellLoss();
    messages.tellLoss();
    assertEquals("prog: warning: messages lost, as nobody read them: 1\n", everything());
  }

  @Test
  void nobodyIsWaitedForWhoHasGone() {
    fillAllBut(0);
    posix.close(reading);
    messages.neverWaiting().info().text("for nobody").end();
    assertFalse(messages.hasLoss());
  }
}
