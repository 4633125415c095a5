package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Units that start others. */
class UnitTriggersTest {
  private static final String WANTED = "[Install]\nWantedBy=timers.target\n";
  private static final String JOB = "[Service]\nType=oneshot\nExecStart=/opt/x\n";

  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  private Imported read() {
    return sample.read(new SystemdImporter(), "units");
  }

  @Test
  void aTimerSaysWhenItsServiceRuns() {
    sample
        .write("units/job.service", JOB + "ExecStartPost=/opt/y\n")
        .write(
            "units/job.timer",
            "[Unit]\nDescription=x\n[Timer]\nOnCalendar=daily\nOnCalendar=Mon 12:00 Europe/Rome\n"
                + "OnBootSec=15min\nOnUnitActiveSec=1w\nOnUnitInactiveSec=60d\n"
                + "RandomizedDelaySec=1h\nAccuracySec=1us\nPersistent=yes\nWakeSystem=no\n"
                + WANTED);
    Imported imported = read();
    assertEquals(List.of("job"), Sample.names(imported));
    Sample.has(
        imported,
        "job",
        "type = \"longrun\"",
        "policy = \"never\"",
        "in = [\"timers\"]",
        "/opt/x || exit\n/opt/y || exit\n",
        "calendar = [\"daily\", \"Mon 12:00\"]",
        "boot = 900000",
        "every = 604800000",
        "jitter = 3600000",
        "persistent = true",
        "overlap = \"queue\"");
    assertFalse(Sample.toml(imported, "job").contains("idle"));
    assertEquals(
        List.of("8:19: OnUnitInactiveSec=60d"),
        Sample.shown(imported.report().told(ImportReport.Rank.BEHAVIOUR)));
  }

  @Test
  void anotherServiceMayBeMeantAndADaemonIsStartedForGood() {
    sample
        .write("units/web.service", "[Service]\nExecStart=/opt/web\nRestart=always\n")
        .write("units/tick.timer", "[Timer]\nOnActiveSec=5\nUnit=web.service\n")
        .link("units/timers.target.wants/tick.timer", "../tick.timer");
    Sample.has(read(), "web", "begin = 5000", "start = \"up\"");
    Sample.has(read(), "timers", "contents = [\"web\"]");
  }

  @Test
  void whatOthersWaitForStaysAOneshot() {
    sample
        .write("units/job.service", JOB)
        .write("units/web.service", "[Unit]\nRequires=job.service\n[Service]\nExecStart=/opt/web\n")
        .write("units/job.timer", "[Timer]\nOnCalendar=daily\n" + WANTED);
    Sample.has(read(), "job", "type = \"oneshot\"", "calendar = [\"daily\"]");
  }

  @Test
  void instancesHaveTimersOfTheirOwn() {
    sample
        .write("units/job@.service", "[Service]\nType=oneshot\nExecStart=/opt/x %i\n")
        .write("units/job@.timer", "[Timer]\nOnCalendar=daily\n")
        .link("units/timers.target.wants/job@a.timer", "../job@.timer")
        .link("units/timers.target.wants/job@b.timer", "../job@.timer");
    Imported imported = read();
    Sample.has(imported, "job@", "instances = [\"a\", \"b\"]", "calendar = [\"daily\"]");
    Sample.has(imported, "timers", "contents = [\"job@a\", \"job@b\"]");
  }

  @Test
  void whatNothingStartsIsTold() {
    sample
        .write("units/job.service", JOB)
        .write("units/job.timer", "[Timer]\nOnCalendar=daily\n")
        .write("units/gone.timer", "[Timer]\nOnCalendar=daily\n" + WANTED)
        .write("units/bad.service", JOB)
        .write("units/bad.timer", "[Timer]\nOnCalendar=dayly\nOnCalender=x\n" + WANTED);
    Imported imported = read();
    assertFalse(Sample.toml(imported, "job").contains("timer"));
    assertEquals(List.of("bad.timer"), imported.report().refused());
    assertEquals(
        List.of("2:12: no calendar: no weekday: dayly"), Sample.shown(imported.report().broken()));
    String told = imported.report().left().toString();
    assertEquals(true, told.contains("gone.timer starts gone.service, which is not there"), told);
    assertEquals(true, told.contains("OnCalender"), told);
  }
}
