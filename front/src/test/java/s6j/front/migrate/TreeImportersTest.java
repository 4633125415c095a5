package s6j.front.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import s6j.front.importer.Imported;
import s6j.front.importer.Sample;

/** Importers of scan directories, dinit's descriptions and OpenRC's scripts. */
class TreeImportersTest {
  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  @Test
  void aServiceOfRunitWithItsLogger() {
    Imported imported =
        sample
            .program("sv/web/run", "#!/bin/sh\nexec chpst -u web ./daemon\n")
            .program("sv/web/finish", "#!/bin/sh\n")
            .program("sv/web/log/run", "#!/bin/sh\nexec svlogd ./main\n")
            .read(new ServiceTreeImporter("runit"), "sv");
    assertEquals(List.of("web", "web-log"), Sample.names(imported));
    Sample.has(
        imported,
        "web",
        "producer-for = \"web-log\"",
        "directory = \"" + sample.path("sv/web") + "\"",
        "in = [\"default\"]",
        "then set -- -1 \"$2\"; else set -- \"$1\" 0; fi",
        "exec ./finish");
    Sample.has(imported, "web-log", "consumer-for = [\"web\"]", "exec svlogd ./main");
    assertFalse(Sample.toml(imported, "web-log").contains("in = "));
  }

  @Test
  void whatWaitsForAnotherServiceNeedsIt() {
    Imported imported =
        sample
            .program("sv/db/run", "#!/bin/sh\nexec db\n")
            .program("sv/web/run", "#!/bin/sh\nsv start db other >/dev/null || exit 1\nexec web\n")
            .program(
                "sv/two/run",
                "#!/bin/sh\nsv -w 9 check /etc/service/db web || exit 1\nsv start two\nexec two\n")
            .read(new ServiceTreeImporter("runit"), "sv");
    Sample.has(imported, "web", "sv start db other");
    Sample.has(imported, "two", "needs = [\"db\", \"web\"]", "sv start two\n");
    assertFalse(Sample.toml(imported, "two").contains("\nsv -w"));
  }

  @Test
  void whatIsDownIsNotStartedAndWhatHasNoRunIsRefused() {
    Imported imported =
        sample
            .program("sv/hand/run", "#!/bin/sh\nexec hand\n")
            .write("sv/hand/down", "")
            .program("sv/hand/control/t", "#!/bin/sh\n")
            .write("sv/none/finish", "")
            .program("sv/.hidden/run", "#!/bin/sh\n")
            .read(new ServiceTreeImporter("daemontools"), "sv");
    assertEquals(List.of("hand"), Sample.names(imported));
    assertEquals(List.of("none"), imported.report().refused());
    assertFalse(Sample.toml(imported, "hand").contains("default"));
    assertEquals(List.of("1:1: control/t is not asked"), Sample.shown(imported.report().left()));
  }

  private Imported dinit() {
    return sample
        .write("d/boot", "type = internal\nwaits-for.d: boot.d\ndepends-on = db\n")
        .write("d/boot.d/web", "")
        .write("d/variables", "A=1\n")
        .write(
            "d/db",
            "# holds data\ntype=bgprocess\ncommand = /bin/db \"two words\"\ncommand += more\n"
                + "pid-file = /run/db.pid\nterm-signal = INT\nstop-timeout = 2.5\n"
                + "rlimit-nofile = 10:20\nrestart = on-failure\nchain-to = x\n")
        .write(
            "d/web",
            "type = process\ncommand = /bin/web $A ${B:-b} $$C\nenv-file = variables\n"
                + "depends-on: db\nwaits-for: cache\nbefore: late\nready-notification = pipevar:FD\n")
        .write("d/cache", "type = scripted\ncommand = /bin/cache\nstop-command = /bin/uncache\n")
        .write("d/late", "type = process\ncommand = /bin/late\n")
        .read(new DinitImporter(), "d");
  }

  @Test
  void descriptionsOfDinit() {
    Imported imported = dinit();
    assertEquals(List.of("boot", "cache", "db", "late", "web"), Sample.names(imported));
    Sample.has(imported, "boot", "contents = [\"db\", \"web\"]", "in = [\"default\"]");
    Sample.has(
        imported,
        "db",
        "[\"s6-background-watch\", \"-d\", \"3\", \"/run/db.pid\", \"/bin/db\", \"two words\", \"more\"]",
        "down-signal = \"SIGINT\"",
        "kill = 2500",
        "open-files = \"10:20\"",
        "on-failure");
    Sample.has(
        imported, "web", "[\"/bin/web\", \"1\", \"b\", \"$C\"]", "needs = [\"db\"]", "FD = \"3\"");
    Sample.has(
        imported, "cache", "type = \"oneshot\"", "down = [\"/bin/uncache\"]", "in = [\"default\"]");
    assertFalse(Sample.toml(imported, "late").contains("default"));
  }

  @Test
  void whatDinitHasAndWeHaveNotIsTold() {
    List<String> left = Sample.shown(dinit().report().left());
    assertTrue(Sample.toml(dinit(), "late").contains("after = ["), Sample.toml(dinit(), "late"));
    assertTrue(left.contains("10:12: chain-to = x"), left.toString());
  }

  @Test
  void socketsGroupsAndCommentsOfDinit() {
    Imported imported =
        sample
            .write(
                "d/a",
                "command = /a '#' # comment\nsocket-listen = /run/x/a\nsocket-uid = web\n"
                    + "restart-delay = 1.5\nready-notification = pipevar:FD\n@include b\n")
            .write("d/b", "command = /b\noptions = signal-process-only skippable\nrestart = no\n")
            .read(new DinitImporter(), "d");
    Sample.has(
        imported,
        "a",
        "run = [\"/a\", \"#\"]",
        "kill = \"group\"",
        "sockets = [\"unix:/run/x/a\"]",
        "owner = \"web\"",
        "backoff = \"1500 1 1500 999999999\"",
        "deaths = 4",
        "FD = \"4\"");
    assertFalse(Sample.toml(imported, "b").contains("kill = \"group\""));
    assertTrue(Sample.shown(imported.report().left()).contains("6:1: @include b"));
  }

  @Test
  void brokenDescriptionsAreRefused() {
    Imported imported =
        sample
            .write("d/a", "type = proces\ncommand = x\n")
            .write("d/b", "command = x\nno line\n")
            .write("d/c", "command = x\nstop-timeout = soon\n")
            .read(new DinitImporter(), "d");
    assertEquals(
        List.of(
            "1:8: no type: proces",
            "2:1: no line KEY = VALUE: no line",
            "2:16: stop-timeout is no number of seconds: soon"),
        Sample.shown(imported.report().broken()));
  }

  private static final String DAEMON =
      "#!/sbin/openrc-run\ncommand=/bin/db\ncommand_args=\"-p ${PORT}\"\ncommand_background=true\n"
          + "pidfile=/run/db.pid\nretry=\"INT/2/KILL/2\"\n"
          + "depend() {\n\tneed net\n\tuse logger\n}\nstart_pre() {\n\tcheckpath -d /run/db\n}\n";

  @Test
  void scriptsOfOpenRc() {
    Imported imported =
        sample
            .program("etc/init.d/db", DAEMON)
            .program(
                "etc/init.d/eth",
                "#!/sbin/openrc-run\ndepend() {\n\tprovide net\n}\nstart() {\n\tup\n}\nstop() {\n\tdown\n}\n")
            .program("etc/init.d/other", "#!/bin/sh\n")
            .write("etc/conf.d/db", "PORT=1\n")
            .link("etc/runlevels/default/db", "/etc/init.d/db")
            .read(new OpenRcImporter(), "etc");
    assertEquals(List.of("db", "eth"), Sample.names(imported));
    Sample.has(
        imported,
        "db",
        "needs = [\"eth\"]",
        "down-signal = \"SIGINT\"",
        "kill = 2000",
        ". " + sample.path("etc/conf.d/db"),
        "start_pre || exit 1",
        "in = [\"default\"]");
    assertFalse(Sample.toml(imported, "db").contains("background-watch"));
    Sample.has(imported, "eth", "type = \"oneshot\"", "\nstop\n");
    List<String> left = Sample.shown(imported.report().left());
    assertTrue(left.contains("9:6: db after logger, which is not there"), left.toString());
    assertTrue(left.contains("1:1: no script for openrc-run"), left.toString());
  }

  @Test
  void aDaemonThatLeavesIsWatched() {
    Imported imported =
        sample
            .program("etc/init.d/db", DAEMON.replace("command_background=true\n", ""))
            .read(new OpenRcImporter(), "etc");
    Sample.has(imported, "db", "exec s6-background-watch -d 3 /run/db.pid ");
  }
}
