package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions of services that a timer starts. */
class TimerServiceTest {
  @TempDir Path directory;

  private Sources of(String text) {
    return new Sources(directory).put("a.toml", text);
  }

  @Test
  void oneDaemonIsMadeForAll() {
    Sources sources =
        of("run = 'x'\nneeds = ['c']\nin = ['all']\nlogger = true\n"
                + "timer = { calendar = ['daily', 'Mon 12:00'], jitter = '1m', persistent = true }")
            .put("b.toml", "up = 'x'\ntimer = { every = '1h', overlap = 'queue', boot = 0 }")
            .put("c.toml", "run = 'x'\nin = ['all']\ntimer = { cron = '@daily', start = 'up' }")
            .put("all.toml", "contents = ['b']");
    assertEquals(
        "#!/bin/sh\n# timerd: starts what is due\nexec s6-timerd -d 3 -l ../.. data/timers\n",
        sources.made("timerd/run"));
    assertEquals("3\n", sources.made("timerd/notification-fd"));
    assertEquals(
        "calendar daily\ncalendar Mon 12:00\njitter 60000ms\npersistent\nneeds a-log c\nonce ../a\n",
        sources.made("timerd/data/timers/a"));
    assertEquals("every 3600000ms\nboot 0ms\nqueue\nrc b\n", sources.made("timerd/data/timers/b"));
    assertEquals("cron @daily\nup ../c\n", sources.made("timerd/data/timers/c"));
    assertEquals("", sources.made("all/contents.d/timerd"));
    for (String name : List.of("a", "b", "c")) assertNull(sources.made("all/contents.d/" + name));
  }

  @Test
  void withoutTimersThereIsNone() {
    assertNull(of("run = 'x'").made("timerd/run"));
  }

  @Test
  void whatIsWrongIsToldWithItsPlace() {
    assertEquals(
        List.of(
            "a.toml:2:12: timer.calendar is none: dayly: no weekday: dayly (did you mean daily?)"),
        of("run = 'x'\ntimer = { calendar = 'dayly' }").problems().stream()
            .map(text -> text.replaceFirst("2:\\d+", "2:12"))
            .toList());
    assertTrue(
        of("run = 'x'\ntimer = { cron = '1 2 3' }").problems().get(0).contains("not five fields"));
    assertTrue(
        of("run = 'x'\ntimer = { jitter = 5 }").problems().get(0).contains("does not say when"));
    assertTrue(
        of("run = 'x'\nwatch = '/x'\ntimer = { every = '1h' }")
            .problems()
            .get(0)
            .contains("watch and timer exclude each other"));
    assertTrue(
        of("run = 'x'\ntimer = { every = '1h' }")
            .put("timerd.toml", "run = 'x'")
            .problems()
            .get(0)
            .contains("timerd, made for a, is defined already"));
  }
}
