package s6j.svc.ftrig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.formats.talk.EventNotifier;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.svc.Called;

/** The fifodir programs, docs/specification/s6.md, A.3. */
class FtrigTest {
  private final FakePosix posix = new FakePosix();

  @BeforeEach
  void fifodirs() {
    posix.ignoreSignal(Signal.SIGPIPE);
    assertEquals(0, Called.run(posix, "s6-mkfifodir", "/f"));
    assertEquals(0, Called.run(posix, "s6-mkfifodir", "-g", "1000", "/g"));
  }

  private void say(long millis, String fifodir, String message) {
    posix.after(
        millis,
        () ->
            new EventNotifier(posix.another())
                .announce(Posix.CWD, CString.of(fifodir), CString.of(message), message.length()));
  }

  private void assertNothingLeft() {
    assertEquals(List.of(), posix.names("/f"));
    assertEquals(List.of(), posix.names("/g"));
  }

  @Test
  void modes() {
    assertEquals(01733, posix.permissions("/f"));
    assertEquals(03730, posix.permissions("/g"));
    posix.directory("/e");
    assertEquals(0, Called.run(posix, "s6-mkfifodir", "/e"));
    assertEquals(0755, posix.permissions("/e"));
    assertEquals(0, Called.run(posix, "s6-mkfifodir", "-f", "/e"));
    assertEquals(01733, posix.permissions("/e"));
    assertEquals(111, Called.run(posix.file("/file", ""), "s6-mkfifodir", "/file"));
    assertEquals(100, Called.run(posix, "s6-mkfifodir", "-g", "x", "/e"));
    assertEquals(100, Called.run(posix, "s6-mkfifodir"));
  }

  @Test
  void theWholeSequenceIsPrinted() {
    say(10, "/f", "xa");
    say(20, "/f", "zb!");
    assertEquals(0, Called.run(posix, "s6-ftrig-wait", "/f", "a.*b"));
    assertEquals("xazb!\n", posix.output());
    assertNothingLeft();
  }

  @Test
  void tooLate() {
    assertEquals(99, Called.run(posix, "s6-ftrig-wait", "-t", "100", "/f", "a"));
    assertEquals(99, Called.run(posix, "s6-ftrig-wait", "--timeout=100", "/f", "a"));
    posix.program("/usr/bin/true", child -> child.exit(0));
    assertEquals(1, Called.run(posix, "s6-ftrig-listen1", "-t", "100", "/f", "a", "true"));
    assertEquals(1, Called.run(posix, "s6-ftrig-listen", "-t", "100", "/f", "a", "", "true"));
    assertNothingLeft();
  }

  @Test
  void aFloodDoesNotHideTheDeadlineNorFillTheMemory() {
    for (int i = 1; i < 100; i++) say(i, "/f", "n".repeat(4000));
    assertEquals(99, Called.run(posix, "s6-ftrig-wait", "-t", "100", "/f", "a"));
    assertNothingLeft();
  }

  @Test
  void aProgramThatFailsMayTellTheEvent() {
    posix.program(
        "/usr/bin/tell",
        child -> {
          Called.run(child, "s6-ftrig-notify", "/f", "abba");
          child.exit(3);
        });
    assertEquals(0, Called.run(posix, "s6-ftrig-listen1", "/f", "b+", "tell"));
    assertEquals("abba\n", posix.output());
    assertNothingLeft();
  }

  @Test
  void allOrAny() {
    posix.program("/usr/bin/true", child -> child.exit(0));
    say(10, "/f", "a");
    say(50, "/g", "b");
    assertEquals(0, Called.run(posix, "s6-ftrig-listen", "/f", "a", "/g", "b", "", "true"));
    say(10, "/g", "b");
    assertEquals(
        0, Called.run(posix, "s6-ftrig-listen", "-o", " /f", " a", " /g", " b", "", "true"));
    assertEquals("", posix.output());
    assertNothingLeft();
  }

  @Test
  void whatIsWrong() {
    posix.program("/usr/bin/true", child -> child.exit(0));
    assertEquals(111, Called.run(posix, "s6-ftrig-wait", "/f", "("));
    assertTrue(posix.errors().contains("unable to compile regular expression ("));
    assertEquals(111, Called.run(posix, "s6-ftrig-wait", "/nowhere", "a"));
    assertEquals(111, Called.run(posix, "s6-ftrig-listen", "/f", "a", "/nowhere", "a", "", "true"));
    assertEquals(111, Called.run(posix, "s6-ftrig-listen", "/f", "a", "", "missing"));
    assertEquals(100, Called.run(posix, "s6-ftrig-listen", "/f", "a", "/g", "", "true"));
    assertEquals(100, Called.run(posix, "s6-ftrig-listen", "/f", "a", "true"));
    assertEquals(100, Called.run(posix, "s6-ftrig-listen", "/f", "a", ""));
    assertEquals(100, Called.run(posix, "s6-ftrig-wait", "-t", "x", "/f", "a"));
    assertEquals(100, Called.run(posix, "s6-ftrig-wait", "/f"));
    assertNothingLeft();
  }

  @Test
  void anExpressionNestedTooDeeplyIsRefused() {
    int deep = RegexSize.DEEPEST + 1;
    String pattern = "(".repeat(deep) + "a" + ")".repeat(deep);
    assertEquals(111, Called.run(posix, "s6-ftrig-wait", "/f", pattern));
    assertTrue(posix.errors().contains("nested too deeply"));
    assertEquals(
        99,
        Called.run(posix, "s6-ftrig-wait", "-t", "1", "/f", "(a)".repeat(300) + "\\(".repeat(300)));
  }

  @Test
  void notifyingRemovesWhatNobodyReads() {
    byte[] dead = CString.of("/f/ftrig1:@400000006900000000000010:nobody");
    posix.mkfifo(Posix.CWD, dead, 0622);
    assertEquals(0, Called.run(posix, "s6-ftrig-notify", "/f", "d"));
    posix.mkfifo(Posix.CWD, dead, 0622);
    assertEquals(0, Called.run(posix, "s6-cleanfifodir", "/f"));
    assertNothingLeft();
    assertEquals(111, Called.run(posix, "s6-ftrig-notify", "/nowhere", "x"));
    assertEquals(111, Called.run(posix, "s6-cleanfifodir", "/nowhere"));
    assertEquals(100, Called.run(posix, "s6-ftrig-notify", "/f"));
    assertEquals(100, Called.run(posix, "s6-cleanfifodir"));
  }
}
