package s6j.portable.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;

class SeqTest {
  private static String output(String... words) {
    FakePosix posix = new FakePosix();
    return Outcome.of(posix, words).replace("exit 0", "") + posix.output();
  }

  @Test
  void numbers() {
    assertEquals("1\n2\n3\n", output("s6-seq", "3"));
    assertEquals("1 4 7 ", output("s6-seq", "-s", " ", "1", "3", "9"));
    assertEquals("098\n100\n", output("s6-seq", "-w", "98", "2", "101"));
    assertEquals("4294967294\n4294967295\n", output("s6-seq", "4294967294", "4294967295"));
    assertEquals("exit 100", output("s6-seq", "1", "2", "3", "4"));
    assertEquals("exit 100", output("s6-seq", "-1"));
  }

  @Test
  void withoutAStepItEndsWhenNobodyReads() {
    FakePosix posix = new FakePosix();
    FaultyPosix full = new FaultyPosix().failCall("write", 2, Errno.ENOSPC);
    assertEquals("exit 111", Outcome.of(full.around(posix), "s6-seq", "-w", "7", "0", "100"));
    assertTrue(posix.output().startsWith("7\n7\n7\n"));
    assertTrue(posix.errors().contains("unable to write to stdout"));
  }

  @Test
  void echo() {
    assertEquals("a b\n", output("s6-echo", "a", "b"));
    assertEquals("a:b", output("s6-echo", "-ns", ":x", "a", "b"));
    assertEquals("a\0b\n", output("s6-echo", "-s", "", "a", "b"));
  }
}
