package s6j.front.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import s6j.front.importer.Imported;
import s6j.front.importer.Sample;

/** Tables of cron. */
class CronImporterTest {
  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  @Test
  void theTableOfTheSystem() {
    Imported imported =
        sample
            .write(
                "etc/crontab",
                "# system\nSHELL=/bin/bash\n\"A\" = ' b c '\nD=e f  \nMAILTO=\"\"\n"
                    + "5  4\t* * mon-fri web  /opt/x --at \"$A\" 100\\% %one%two\\%\n"
                    + "@reboot root cd /srv && ./up\nHOME=/srv\n@daily root /opt/x\n")
            .read(new CronImporter(), "etc/crontab");
    assertEquals(List.of("cron-srv", "cron-x", "cron-x-2"), Sample.names(imported));
    Sample.has(
        imported,
        "cron-x",
        "user = \"web\"",
        "login = \"web\"",
        "policy = \"never\"",
        "in = [\"default\"]",
        "export PATH=/usr/bin:/bin\ncd \"${HOME:-/}\" || exit 111\n",
        "exec /bin/bash -c '/opt/x --at \"$A\" 100%' <<'END'\none\ntwo%\nEND\n",
        "cron = [\"5 4 * * mon-fri\"]",
        "overlap = \"queue\"",
        "A = \" b c \"",
        "D = \"e f\"",
        "SHELL = \"/bin/bash\"");
    Sample.has(imported, "cron-srv", "boot = 0", "login = \"root\"", "</dev/null");
    assertFalse(Sample.toml(imported, "cron-srv").contains("user ="));
    Sample.has(imported, "cron-x-2", "HOME = \"/srv\"", "cron = [\"@daily\"]");
    assertEquals(List.of(), imported.report().refused());
    assertEquals(List.of(), imported.report().left());
  }

  @Test
  void tablesOfUsersAndDirectories() {
    Imported imported =
        sample
            .write("cron/crontabs/web", "MAILTO=me\nCRON_TZ=UTC\n0 0 * * * job\n")
            .write("etc/cron.d/a", "0 0 * * * web job\n")
            .write("etc/cron.d/b.bak", "0 0 * * * web other\n")
            .write("etc/cron.d/.placeholder", "x\n")
            .program("etc/cron.daily/tidy", "#!/bin/sh\n")
            .write("etc/cron.daily/not-executable", "#!/bin/sh\n")
            .read(new CronImporter(), "cron/crontabs", "etc", "etc/cron.daily");
    assertEquals(List.of("cron-job", "cron-job-2", "cron-tidy"), Sample.names(imported));
    Sample.has(imported, "cron-job", "user = \"web\"");
    Sample.has(imported, "cron-job-2", "user = \"web\"");
    Sample.has(imported, "cron-tidy", "cron = [\"25 6 * * *\"]", "etc/cron.daily/tidy\"]");
    assertEquals(2, imported.report().left().size());
    assertEquals(3, imported.report().changed().size());
  }

  @Test
  void aTableWithALineThatIsNoneIsRefused() {
    Imported imported =
        sample
            .write("cron.d/a", "0 0 * * * web job\n61 0 * * * web x\n* * * * * web\n")
            .write("cron.d/b", "0 0 * * * web job\n")
            .read(new CronImporter(), "cron.d");
    assertEquals(List.of("a"), imported.report().refused());
    assertEquals(
        List.of("2:1: no line of cron: not from 0 to 59: 61", "3:14: no command: * * * * * web"),
        Sample.shown(imported.report().broken()));
  }
}
