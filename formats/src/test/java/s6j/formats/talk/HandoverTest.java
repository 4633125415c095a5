package s6j.formats.talk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_RDONLY;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

class HandoverTest {
  private static final byte[] FILE = CString.of("/handover");
  private static final byte[] LONG = new byte[5000];

  static {
    java.util.Arrays.fill(LONG, (byte) 'x');
  }

  private static int open(Posix posix) {
    return posix.open(Posix.CWD, CString.of("/dev/null"), O_RDONLY | O_CLOEXEC, 0);
  }

  private static Handover told(Posix posix, int descriptor) {
    Handover told = new Handover(posix);
    told.create(Posix.CWD, FILE);
    told.tell(-1);
    told.tell(Long.MIN_VALUE);
    told.tell(true);
    told.tell(CString.of("a name"));
    told.tell(LONG);
    told.tell(new byte[0]);
    told.tellDescriptor(descriptor);
    told.tellDescriptor(-1);
    for (int i = 0; i < 2000; i++) told.tell(i);
    return told;
  }

  private static void hear(Handover from, int descriptor) {
    assertEquals(-1, from.nextInt());
    assertEquals(Long.MIN_VALUE, from.next());
    assertTrue(from.nextFlag());
    assertEquals("a name", CString.text(from.nextString(10)));
    assertArrayEquals(LONG, from.nextString(LONG.length));
    assertEquals(0, from.nextString(0).length);
    assertEquals(descriptor, from.nextDescriptor());
    assertEquals(-1, from.nextDescriptor());
    for (int i = 0; i < 2000; i++) assertEquals(i, from.nextBelow(2000));
    assertTrue(from.isWhole());
  }

  @Test
  void whatIsToldIsHeard() {
    FakePosix posix = new FakePosix();
    int descriptor = open(posix);
    int file = told(posix, descriptor).end();
    assertTrue(file > descriptor);
    assertFalse(posix.exists("/handover"));
    Handover from = new Handover(posix).open(file);
    hear(from, descriptor);
    from.close();
    posix.close(descriptor);
    assertEquals(List.of(), posix.openDescriptors());
  }

  @Test
  void whatIsWrongIsNotWhole() {
    FakePosix posix = new FakePosix();
    int file = told(posix, -1).end();
    Handover from = new Handover(posix).open(file);
    assertEquals(-1, from.next());
    assertFalse(from.isWhole(), "there is more");
    assertEquals(-Errno.EPROTO, from.error());
    assertEquals(0, from.next());
    assertEquals(0, from.nextString(9).length);
    assertEquals(-1, from.nextDescriptor());
    from = new Handover(posix).open(file);
    assertEquals(0, from.nextBelow(5), "a number that is none of them");
    assertEquals(-Errno.EPROTO, from.error());
    int other = open(posix);
    assertEquals(-Errno.EPROTO, new Handover(posix).open(other).error());
    posix.close(other);
    posix.close(file);
  }

  @Test
  void itsWordIsKnown() {
    assertEquals("--upgrade=12", CString.text(Handover.word(12)));
    assertEquals(12, Handover.descriptorIn(Handover.word(12)));
    for (String other : List.of("--upgrade=", "--upgrade=2", "--upgrade=x", "-upgrade=7", "a"))
      assertEquals(-1, Handover.descriptorIn(CString.of(other)), other);
    byte[][] words = {CString.of("a"), CString.of("b"), CString.of("c")};
    assertEquals("c", CString.text(Handover.without(words)[1]));
    assertEquals(2, Handover.without(words).length);
  }

  private static byte[][] line() {
    return new byte[][] {CString.of("s6-svscan"), CString.of("scan")};
  }

  @Test
  void theSuccessorIsWhatLiesThereNow() {
    FakePosix posix = new FakePosix().program("/usr/bin/s6-svscan", child -> {});
    posix.signals(Signal.bit(Signal.SIGTERM));
    int descriptor = open(posix);
    Successor successor = new Successor(posix, line());
    Handover to = successor.begin(Posix.CWD, FILE);
    to.tellDescriptor(descriptor);
    FakePosix.Executed executed = assertThrows(FakePosix.Executed.class, successor::become);
    assertEquals("/usr/bin/s6-svscan --upgrade=5 scan", executed.line());
    assertEquals(List.of("4 /dev/null", "5 /handover"), posix.openDescriptors());
    posix.signal(Signal.SIGTERM);
    int signals = posix.signals(Signal.bit(Signal.SIGTERM));
    assertEquals(Signal.SIGTERM, posix.nextSignal(signals), "what came meanwhile has waited");
  }

  @Test
  void whereNothingLiesAllStaysAsItWas() {
    FakePosix posix = new FakePosix();
    int descriptor = open(posix);
    Successor successor = new Successor(posix, line());
    for (int i = 0; i < 3; i++) {
      successor.begin(Posix.CWD, FILE).tellDescriptor(descriptor);
      assertEquals(-Errno.ENOENT, successor.become());
      assertEquals(List.of(descriptor + " /dev/null"), posix.openDescriptors());
    }
    posix.program("/bin/true", child -> {});
    assertThrows(
        FakePosix.Executed.class, () -> posix.execBlocked(CString.of("/bin/true"), line()));
    assertEquals(List.of(), posix.openDescriptors(), "close-on-exec is set again");
  }

  @Test
  void noFailingCallIsPassedOver() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = new FakePosix().program("/usr/bin/s6-svscan", child -> {});
              int descriptor = open(kernel);
              Successor successor = new Successor(faulty.around(kernel), line());
              Handover to = successor.begin(Posix.CWD, FILE);
              to.tellDescriptor(descriptor);
              if (becomes(successor)) return;
              assertTrue(faulty.failed() != null);
              assertEquals(List.of(descriptor + " /dev/null"), kernel.openDescriptors());
            });
    assertTrue(calls > 5, calls + " calls");
  }

  private static boolean becomes(Successor successor) {
    try {
      assertTrue(successor.become() < 0);
      return false;
    } catch (FakePosix.Executed executed) {
      return true;
    }
  }
}
