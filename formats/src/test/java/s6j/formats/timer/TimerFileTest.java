package s6j.formats.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;

/** Files of timers, and the file that tells of them. */
class TimerFileTest {
  private static TimerFile file(String text, boolean isWhole) {
    TimerFile file = new TimerFile();
    byte[] bytes = CString.of(text);
    assertEquals(isWhole, file.read(bytes, bytes.length), file.problem());
    return file;
  }

  @Test
  void everyWordIsRead() {
    TimerFile file =
        file(
            "# nightly\n\ncalendar Mon..Fri 03:00\ncron 0 4 * * 6\nevery 1h 30min\nidle 5s\nboot 0s\n"
                + "begin 1w\njitter 10m\npersistent\nqueue\nneeds  db  net \nonce ../my backup",
            true);
    assertEquals(2, file.calendars.length);
    assertEquals(5_400_000, file.every);
    assertEquals(5000, file.idle);
    assertEquals(0, file.boot);
    assertEquals(604_800_000, file.begin);
    assertEquals(600_000, file.jitter);
    assertTrue(file.isPersistent);
    assertTrue(file.queues);
    assertEquals(2, file.needs.length);
    assertEquals(TimerFile.Way.ONCE, file.way);
    assertEquals("../my backup", CString.text(file.service));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'once ../a'|it does not say when|0",
        "'calendar daily'|it does not say what to start|0",
        "'calendar daily,once'|no name, such as|1",
        "'every 90;once a'|no time, such as 90s or 1h 30min: 90|1",
        "'every 0s;once a'|no time|1",
        "'every 1y;once a'|no time|1",
        "'every 99999999999999w;once a'|no time|1",
        "'once a;up b'|one service only|2",
        "'once'|nothing is named|1",
        "'#;persistent yes'|nothing may stand behind this word: yes|2",
        "'cron 1 2 3;once a'|not five fields|1",
        "'often'|no such word: often|1",
      })
  void whatIsWrongIsSaid(String text, String problem, int line) {
    TimerFile file = file(text.replace(';', '\n'), false);
    if (!text.contains(",")) assertTrue(file.problem().startsWith(problem), file.problem());
    assertEquals(line, file.line());
  }

  @Test
  void theStatusIsReadAsItWasWritten() {
    byte[] name = CString.of("a b");
    byte[] content = new byte[2 * TimerStatus.longestLine(name)];
    int at = TimerStatus.put(TimerStatus.NONE, 1_000, CString.of("waits"), name, content, 0);
    at = TimerStatus.put(5, TimerStatus.NONE, CString.of("queues"), name, content, at);
    assertTrue(at <= content.length);
    TimerStatus status = new TimerStatus(content, at);
    assertTrue(status.read());
    assertEquals(TimerStatus.NONE, status.last);
    assertEquals(1_000, status.next);
    assertEquals("waits a b", CString.text(status.state) + " " + CString.text(status.name));
    assertTrue(status.read());
    assertEquals(5, status.last);
    assertEquals(TimerStatus.NONE, status.next);
    assertFalse(status.read());
    byte[] noise = CString.of("x\n\n@40 - waits\n");
    assertFalse(new TimerStatus(noise, noise.length).read());
  }
}
