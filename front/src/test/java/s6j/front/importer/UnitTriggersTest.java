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
        "calendar = [\"daily\", \"Mon 12:00 Europe/Rome\"]",
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

  private static final String SOCKETS = "[Install]\nWantedBy=sockets.target\n";

  @Test
  void aSocketStartsItsServiceOrIsOpenBefore() {
    sample
        .write("units/web.service", "[Service]\nExecStart=/opt/web\n")
        .write(
            "units/web.socket",
            "[Socket]\nListenStream=127.0.0.1:80\nListenStream=/run/web\nListenDatagram=53\n"
                + "ListenStream=vsock::1\nSocketUser=www\nSocketMode=0660\nBacklog=5\n"
                + "FileDescriptorName=front\nPassCredentials=yes\n"
                + SOCKETS)
        .write(
            "units/db.service",
            "[Unit]\nRequires=db.socket\nAfter=db.socket\n[Service]\nExecStart=/opt/db\n"
                + "[Install]\nWantedBy=multi-user.target\n")
        .write("units/db.socket", "[Socket]\nListenStream=[::1]:81\n" + SOCKETS);
    Imported imported = read();
    Sample.has(
        imported,
        "web",
        "in = [\"sockets\"]",
        "sockets = [\"front=tcp:127.0.0.1:80\", \"front=unix:/run/web\", \"front=udp:53\"]",
        "on-demand = true",
        "mode = \"0660\"",
        "owner = \"www\"");
    Sample.has(imported, "db", "sockets = [\"db.socket=tcp:[::1]:81\"]");
    assertFalse(Sample.toml(imported, "db").contains("on-demand"));
    assertFalse(Sample.toml(imported, "db").contains("needs"));
    String told = imported.report().left().toString();
    assertEquals(true, told.contains("a socket at vsock::1"), told);
    assertEquals(true, told.contains("PassCredentials=yes"), told);
  }

  @Test
  void aSocketThatAcceptsIsAServiceThatListens() {
    sample
        .write(
            "units/echo@.service",
            "[Service]\nExecStart=-/opt/echo\nStandardInput=socket\nStandardOutput=socket\n")
        .write(
            "units/echo.socket",
            "[Socket]\nListenStream=8087\nAccept=yes\nMaxConnections=5\n" + SOCKETS);
    Imported imported = read();
    assertEquals(List.of("echo"), Sample.names(imported));
    Sample.has(
        imported, "echo", "in = [\"sockets\"]", "sockets = [\"echo.socket=tcp:8087\"]", "each = 5");
    assertEquals(List.of(), Sample.shown(imported.report().told(ImportReport.Rank.BEHAVIOUR)));
  }

  @Test
  void aPathStartsItsService() {
    sample
        .write("units/spool.service", "[Service]\nExecStart=/opt/spool\n")
        .write(
            "units/spool.path",
            "[Path]\nPathExists=/run/a\nDirectoryNotEmpty=/run/b\nPathChanged=/run/c\n"
                + "PathModified=/run/%p\nPathExistsGlob=/x*\n[Install]\nWantedBy=paths.target\n")
        .write("units/spool.timer", "[Timer]\nOnCalendar=daily\n" + WANTED);
    Imported imported = read();
    Sample.has(
        imported,
        "spool",
        "in = [\"paths\", \"timers\"]",
        "exists = [\"/run/a\"]",
        "not-empty = [\"/run/b\"]",
        "changed = [\"/run/c\", \"/run/spool\"]",
        "calendar = [\"daily\"]");
    assertEquals(
        List.of("6:1: PathExistsGlob=/x*"),
        Sample.shown(imported.report().told(ImportReport.Rank.BEHAVIOUR)));
  }
}
