package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

class KnobReaderTest {
  private static final byte[] FILE = CString.of("knob");

  private final FakePosix posix = new FakePosix();
  private final KnobReader knobs = new KnobReader(posix);

  @ParameterizedTest
  @CsvSource({
    "'5000\n', 5000",
    "5000, 5000",
    "'5000\ngarbage\n', 5000",
    "0, 0",
    "4294967295, 4294967295",
    "4294967296, -10001",
    "'5000 \n', -10001",
    "' 5000', -10001",
    "+5, -10001",
    "-5, -10001",
    "0x5, -10001",
    "'', -10001",
    "'\n5', -10001",
  })
  void numbersAreWholeFirstLines(String content, long wanted) {
    posix.file("/knob", content);
    assertEquals(wanted, knobs.number(Posix.CWD, FILE));
    assertEquals(List.of(), posix.openDescriptors());
  }

  @ParameterizedTest
  @CsvSource({
    "'HUP\n', 1",
    "SIGHUP, 1",
    "sigterm, 15",
    "'15\nx', 15",
    "0, -10001",
    "HUPS, -10001",
    "'', -10001"
  })
  void signalsAreNamesOrNumbers(String content, int wanted) {
    posix.file("/knob", content);
    assertEquals(wanted, knobs.signal(Posix.CWD, FILE));
  }

  /** As s6-supervise 2.15.1.0 reads it. */
  @Test
  void aLineEndsAtANul() {
    posix.file("/knob", "3\0\n");
    assertEquals(3, knobs.number(Posix.CWD, FILE));
    posix.file("/knob", "HUP\0x\n");
    assertEquals(1, knobs.signal(Posix.CWD, FILE));
  }

  @Test
  void whatIsNotThereIsTold() {
    assertEquals(KnobReader.ABSENT, knobs.number(Posix.CWD, FILE));
    assertEquals(KnobReader.ABSENT, knobs.signal(Posix.CWD, FILE));
    assertEquals(0, knobs.exists(Posix.CWD, FILE));
    posix.file("/knob", "");
    assertEquals(1, knobs.exists(Posix.CWD, FILE));
    posix.permissions("/knob", 0, -1, -1);
    assertEquals(-Errno.EACCES, knobs.number(Posix.CWD, FILE));
    assertEquals(1, knobs.exists(Posix.CWD, FILE));
    posix.permissions("/", 0, -1, -1);
    assertEquals(-Errno.EACCES, knobs.exists(Posix.CWD, FILE));
  }

  @Test
  void aLongLineIsNoNumber() {
    posix.file("/knob", "0".repeat(100));
    assertEquals(KnobReader.INVALID, knobs.number(Posix.CWD, FILE));
    posix.file("/knob", "1\n" + "x".repeat(5000));
    assertEquals(1, knobs.number(Posix.CWD, FILE));
  }

  @Test
  void theBufferIsForgottenInBetween() {
    posix.file("/knob", "SIGTERM");
    knobs.signal(Posix.CWD, FILE);
    posix.file("/knob", "1");
    assertEquals(1, knobs.signal(Posix.CWD, FILE));
  }
}
