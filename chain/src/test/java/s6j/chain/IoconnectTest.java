package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

class IoconnectTest {
  private final FakePosix posix = new FakePosix();
  private final FakePosix other = posix.another();
  private int toInput;
  private int toSix;
  private int fromSeven;

  /** 0 and 6 are fifos that the other process writes, 7 one that it reads. */
  @BeforeEach
  void connect() {
    toInput = inherited("/in", true, 0);
    toSix = inherited("/six", true, 6);
    fromSeven = inherited("/seven", false, 7);
  }

  private int inherited(String name, boolean otherWrites, int fd) {
    byte[] path = CString.of(name);
    posix.mkfifo(Posix.CWD, path, 0600);
    int both = other.open(Posix.CWD, path, OpenFlags.O_RDWR, 0);
    int flags = otherWrites ? OpenFlags.O_RDONLY : OpenFlags.O_WRONLY;
    posix.inherit(posix.open(Posix.CWD, path, flags | OpenFlags.O_NONBLOCK, 0), fd);
    int own = otherWrites ? OpenFlags.O_WRONLY : OpenFlags.O_RDONLY;
    int end = other.open(Posix.CWD, path, own | OpenFlags.O_NONBLOCK, 0);
    other.close(both);
    return end;
  }

  private String call(String... words) {
    return Outcome.of(posix, Ioconnect.declaration(), words).line();
  }

  private void say(int fd, String text) {
    other.write(fd, CString.of(text), 0, text.length());
  }

  private String heard() {
    byte[] buffer = new byte[100];
    int got = other.read(fromSeven, buffer, 0, 100);
    return got < 0 ? "error " + got : CString.text(CString.slice(buffer, 0, got));
  }

  @Test
  void carriesBothWaysUntilBothEnd() {
    say(toInput, "hello");
    posix.after(100, () -> other.close(toInput));
    posix.after(200, () -> say(toSix, "from six"));
    posix.after(300, () -> other.close(toSix));
    assertEquals("exit 0", call());
    assertEquals("hello", heard());
    assertEquals("", heard());
    assertEquals("from six", posix.output());
  }

  @Test
  void idlenessIs1() {
    long before = posix.monotonicNanos();
    posix.after(400, () -> say(toSix, "late"));
    assertEquals("exit 1", call("-t", "500"));
    assertEquals(900, (posix.monotonicNanos() - before) / 1_000_000);
    assertEquals("late", posix.output());
  }

  /** Data that nobody takes is no idleness, and is not lost at TERM. */
  @Test
  void termIsTheEndOfBothInputs() {
    posix.after(100, () -> say(toInput, "last words"));
    posix.after(200, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 0", call());
    assertEquals("last words", heard());
  }

  @Test
  void aReaderThatLeavesEndsItsDirectionOnly() {
    posix.after(100, () -> other.close(fromSeven));
    posix.after(200, () -> say(toSix, "still there"));
    posix.after(300, () -> other.close(toSix));
    assertEquals("exit 0", call());
    assertEquals("still there", posix.output());
    assertTrue(posix.complaints().isEmpty(), posix.complaints().toString());
  }

  @Test
  void otherDescriptorsMayBeNamed() {
    posix.inherit(6, 8);
    posix.inherit(7, 9);
    other.close(toInput);
    other.close(toSix);
    assertEquals("exit 111", call());
    assertEquals("exit 0", call("-r8", "-w9", "-0167"));
  }

  @Test
  void wrongUse() {
    assertEquals("exit 100", call("-r", "2"));
    assertEquals("exit 100", call("-w", "0"));
    assertEquals("exit 100", call("-t", "x"));
    assertEquals("exit 100", call("-z"));
  }
}
