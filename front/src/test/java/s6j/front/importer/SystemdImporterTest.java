package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the pages systemd.unit, .service, .exec and .syntax say, and what becomes of it. */
class SystemdImporterTest {
  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  private Imported unit(String text) {
    return sample.write("x.service", text).read(new SystemdImporter(), "x.service");
  }

  private String run(String service) {
    Imported imported = unit("[Service]\nRestart=always\n" + service + "\n");
    assertEquals(List.of(), imported.report().broken());
    return Sample.toml(imported, "x");
  }

  private static Imported debian() {
    return Sample.imported(
        new SystemdImporter(), Sample.DEFAULT, List.of(Sample.resource("systemd")));
  }

  @Test
  void unitsOfADistribution() {
    Imported imported = debian();
    assertEquals(List.of(), imported.report().broken());
    assertEquals(
        List.of(
            "app",
            "cron",
            "nginx",
            "nginx-hooks",
            "postgresql",
            "postgresql@15-old",
            "postgresql@15-old-assert",
            "postgresql@16-main",
            "postgresql@16-main-assert",
            "redis",
            "redis-server",
            "ssh",
            "ssh-hooks",
            "sshd"),
        imported.definitions().stream().map(d -> d.name.text()).toList());
  }

  @Test
  void aForkingDaemonWithAPidFileAndADropIn() {
    String nginx = Sample.toml(debian(), "nginx");
    assertTrue(
        nginx.contains(
            "exec s6-background-watch -d 3 /run/nginx.pid /usr/sbin/nginx -g 'daemon on;"),
        nginx);
    assertTrue(nginx.contains("open-files = \"65536:65536\""), nginx);
    assertTrue(nginx.contains("kill = 90000"), nginx);
    assertTrue(nginx.contains("in = [\"multi-user\"]"), nginx);
    String hooks = Sample.toml(debian(), "nginx-hooks");
    assertTrue(hooks.contains("needs = [\"nginx\"]"), hooks);
    assertTrue(hooks.contains("--retry QUIT/5 --pidfile /run/nginx.pid || :"), hooks);
  }

  @Test
  void variablesConditionsAndSeveralReloads() {
    String ssh = Sample.toml(debian(), "ssh");
    assertTrue(
        ssh.contains("eval \"exec /usr/sbin/sshd -D $(split_words \"$SSHD_OPTS\")\"\n"), ssh);
    assertTrue(ssh.contains("path-exists = \"/etc/ssh/sshd_not_to_be_run\"\nnot = true"), ssh);
    assertTrue(
        ssh.contains("give-up-codes = [255, \"SIGHUP\", \"SIGINT\", \"SIGPIPE\", \"SIGTERM\"]"),
        ssh);
    assertTrue(ssh.contains("sd-notify = true"), ssh);
    assertTrue(Sample.toml(debian(), "ssh-hooks").contains("/bin/kill -HUP ${MAINPID} || exit"));
  }

  @Test
  void instancesWhoseDashesAreSlashes() {
    String main = Sample.toml(debian(), "postgresql@16-main");
    String must = Sample.toml(debian(), "postgresql@16-main-assert");
    assertTrue(must.contains("[ -e /etc/postgresql/16/main/postgresql.conf ] || "), must);
    assertTrue(main.contains("-D /var/lib/postgresql/16-main"), main);
    assertTrue(main.contains("down-signal = \"SIGINT\""), main);
    assertTrue(main.contains("reload-signal = \"SIGHUP\""), main);
    assertTrue(
        Sample.toml(debian(), "postgresql")
            .contains("wants = [\"postgresql@16-main\", \"postgresql@15-old\"]"));
  }

  @Test
  void whatIsLeftOutHasItsLineAndTheNearestName() {
    List<String> left = Sample.shown(debian().report().left());
    assertTrue(left.contains("4:21: needs getty.socket"), left.toString());
    assertTrue(
        debian().report().left().stream()
            .anyMatch(
                p -> p.toString().endsWith("NICE=5: unknown directive (did you mean Nice?)")));
  }

  @Test
  void quotesAndEscapes() {
    assertTrue(
        run("ExecStart=/bin/echo \"a b\" 'c d' e\\x20f \"\\\"\" g\"h i\"j")
            .contains("run = [\"/bin/echo\", \"a b\", \"c d\", \"e f\", \"\\\"\", \"gh ij\"]"));
  }

  @Test
  void dollarsAreVariablesOnlyWhereTheyAre() {
    String text = run("ExecStart=/bin/echo ${HOME}/x $ARGS $$5 a$b :${no");
    assertTrue(
        text.contains(
            "\neval \"exec /bin/echo \\\"\\${HOME}\\\"/x $(split_words \"$ARGS\") '\\$5' 'a\\$b' ':\\${no'\"\n"),
        text);
    assertTrue(run("ExecStart=:/bin/echo ${HOME}").contains("run = [\"/bin/echo\", \"${HOME}\"]"));
  }

  @Test
  void specifiers() {
    assertTrue(
        run("ExecStart=/bin/echo %n %N %p %% %t %S")
            .contains(
                "[\"/bin/echo\", \"x.service\", \"x\", \"x\", \"%\", \"/run\", \"/var/lib\"]"));
  }

  @Test
  void aLineThatGoesOnPastComments() {
    assertTrue(
        run("ExecStart=/bin/echo a \\\n# not this\n  b \\\n  c")
            .contains("[\"/bin/echo\", \"a\", \"b\", \"c\"]"));
  }

  @Test
  void anEmptyAssignmentTakesBack() {
    assertTrue(
        run("ExecStart=/bin/one\nExecStart=\nExecStart=/bin/two").contains("run = [\"/bin/two\"]"));
  }

  @Test
  void privilegedCommandsRunBeforeTheUserIsChanged() {
    String text =
        run("User=www\nExecStartPre=+/bin/chown www /x\nExecStartPre=-/bin/y\nExecStart=/bin/z");
    assertTrue(
        text.contains(
            "/bin/chown www /x || exit\ns6-setuidgid www /bin/y || :\necho >&3\nexec 3>&-\n"
                + "exec s6-setuidgid www /bin/z\n"),
        text);
    assertFalse(text.contains("user ="), text);
  }

  @Test
  void oneshotsWithAndWithoutAnAfterlife() {
    String service = "[Service]\nType=oneshot\nExecStart=/bin/a ; /bin/b\nExecStop=/bin/c\n";
    String stays = Sample.toml(unit(service + "RemainAfterExit=yes\n"), "x");
    assertTrue(stays.contains("up = '''\n/bin/a || exit\n/bin/b || exit\n'''"), stays);
    assertTrue(stays.contains("down = '''\n/bin/c || :\n'''"), stays);
    String ends = Sample.toml(unit(service), "x");
    assertTrue(ends.contains("/bin/c || exit\n"), ends);
    assertFalse(ends.contains("down ="), ends);
  }

  @Test
  void timesAndLimitsOfStarts() {
    String text =
        run(
            "ExecStart=/x\nRestartSec=2min 5s\nStartLimitBurst=3\nStartLimitInterval=1h\nTimeoutStopSec=1.5");
    assertTrue(text.contains("backoff = \"125000 1 125000 999999999\""), text);
    assertTrue(text.contains("deaths = 3\nwithin = \"3600s\""), text);
    assertTrue(text.contains("kill = 1500"), text);
  }

  @Test
  void directoriesOfTheService() {
    String text = run("ExecStart=/x\nUser=u\nGroup=g\nStateDirectory=a/b/ c\nLogsDirectory=d");
    assertTrue(text.contains("[directories]\nstate = [\"a/b\", \"c\"]\nlogs = [\"d\"]\n"), text);
    text =
        run(
            "ExecStart=/x\nUser=u\nNice=1\nRuntimeDirectory=x\nRuntimeDirectoryMode=0700"
                + "\nRuntimeDirectoryPreserve=restart");
    assertTrue(
        text.contains(
            "runtime = [\"x\"]\nruntime-mode = \"0700\"\nowner = \"u:\"\npreserve = \"restart\""),
        text);
  }

  @Test
  void credentialsOfTheService() {
    String lines =
        "ExecStart=/x\nLoadCredential=key:/etc/key\nLoadCredential=other"
            + "\nSetCredential=name:it's me\nSetCredential=key:none\n";
    String text = run(lines);
    Imported unit = unit("[Service]\n" + lines);
    assertTrue(text.contains("[credentials.load]\nkey = \"/etc/key\""), text);
    assertTrue(text.contains("[credentials.set]\nname = \"it's me\""), text);
    String left = unit.report().left().toString();
    assertTrue(left.contains("LoadCredential=other") && left.contains("SetCredential=key"), left);
  }

  @Test
  void aDirectoryThatLeadsElsewhereIsRefused() {
    for (String path : List.of("../x", "/x", "a/../../x", "a//b", "."))
      assertTrue(
          !unit("[Service]\nExecStart=/x\nRuntimeDirectory=" + path + "\n")
              .report()
              .broken()
              .isEmpty(),
          path);
  }

  @Test
  void templatesWithInstances() {
    sample.write("w@.service", "[Service]\nExecStart=/bin/w %i\n[Install]\nWantedBy=all.target\n");
    sample.write("all.target", "[Unit]\nWants=w@one.service\n");
    sample.link("all.target.wants/w@two.service", "../w@.service");
    Imported imported =
        sample.read(
            new SystemdImporter(), new ImportSettings(false, false, List.of("w@three")), ".");
    assertEquals(List.of(), imported.report().broken());
    String text = Sample.toml(imported, "w@");
    assertTrue(text.contains("instances = [\"one\", \"three\", \"two\"]"), text);
    assertTrue(text.contains("run = [\"/bin/w\", \"{{instance}}\"]"), text);
    assertTrue(
        Sample.toml(imported, "all").contains("contents = [\"w@one\", \"w@two\"]"),
        Sample.toml(imported, "all"));
  }

  @Test
  void aTemplateWithoutInstancesIsLeftOut() {
    sample.write("w@.service", "[Service]\nExecStart=/bin/w\n");
    sample.write("x.service", "[Service]\nExecStart=/bin/x\n");
    Imported imported = sample.read(new SystemdImporter(), ".");
    assertEquals(List.of("2:1: w@ has no instances"), Sample.shown(imported.report().left()));
  }

  @Test
  void maskedUnitsAndOtherNames() {
    sample.write("a.service", "[Service]\nExecStart=/bin/a\n");
    sample.link("b.service", "a.service").link("c.service", "/dev/null");
    Imported imported = sample.read(new SystemdImporter(), ".");
    assertTrue(Sample.toml(imported, "b").contains("contents = [\"a\"]"));
    assertEquals(List.of("1:1: c.service is masked"), Sample.shown(imported.report().left()));
    sample.write("d.service", "a.service");
    imported = sample.read(new SystemdImporter(), ".");
    assertTrue(Sample.toml(imported, "d").contains("contents = [\"a\"]"));
    assertEquals(List.of(), imported.report().broken());
  }

  @Test
  void orderIsOrderAndANeedIfAsked() {
    sample.write("a.service", "[Unit]\nAfter=b.service\n[Service]\nExecStart=/bin/a\n");
    sample.write("b.service", "[Service]\nExecStart=/bin/b\n");
    Imported plain = sample.read(new SystemdImporter(), ".");
    assertEquals(List.of(), Sample.shown(plain.report().left()));
    assertTrue(Sample.toml(plain, "a").contains("after = [\"b\"]"));
    assertFalse(Sample.toml(plain, "a").contains("needs"));
    Imported ordered =
        sample.read(new SystemdImporter(), new ImportSettings(true, false, List.of()), ".");
    assertTrue(Sample.toml(ordered, "a").contains("needs = [\"b\"]"));
  }

  @Test
  void endsOfARunByNumberNameAndSignal() {
    String ends =
        run(
            "ExecStart=/x\nRestart=on-failure\nSuccessExitStatus=TEMPFAIL SIGKILL\n"
                + "RestartPreventExitStatus=7\nRestartForceExitStatus=HUP\n");
    assertTrue(
        ends.contains("give-up-codes = [7, 75, \"SIGKILL\", \"SIGINT\", \"SIGPIPE\", \"SIGTERM\"]"),
        ends);
    assertTrue(ends.contains("restart-codes = [\"SIGHUP\"]"), ends);
    String success = run("ExecStart=/x\nRestart=on-success\n");
    assertTrue(success.contains("policy = \"on-success\""), success);
    assertTrue(
        unit("[Service]\nExecStart=/x\nRestart=always\nRestartPreventExitStatus=soon\n")
            .report()
            .refused()
            .contains("x.service"));
  }

  @Test
  void whatIsBoundEndsWithTheOtherAndARequisiteMustBeUp() {
    Imported imported =
        units(
            "a.service",
            "[Unit]\nBindsTo=b.service\nRequisite=c.service\n",
            "b.service",
            "",
            "c.service",
            "");
    Sample.has(imported, "b", "takes-down = [\"a\"]");
    Sample.has(imported, "a", "needs = [\"a-requisite\", \"b\"]", "part-of = [\"c\"]");
    Sample.has(imported, "a-requisite", "s6-svstat -o up ../c", "after = [\"c\"]", "again = true");
  }

  @Test
  void aTemplateThatATemplateNeedsHasItsInstances() {
    Imported imported =
        units(
            "all.target",
            "[Unit]\nWants=web@one.service\n",
            "web@.service",
            "[Unit]\nRequires=db@%i.service\nAfter=db@%i.service\n",
            "db@.service",
            "");
    assertEquals(List.of(), imported.report().broken());
    Sample.has(imported, "db@", "instances = [\"one\"]");
    Sample.has(imported, "web@", "needs = [\"db@{{instance}}\"]");
  }

  @Test
  void whoeverAsksForThePidOwnsTheTree() {
    String hooks =
        Sample.toml(
            unit("[Service]\nExecStart=/x\nUser=web\nExecStartPost=/y $MAINPID\n"), "x-hooks");
    assertFalse(hooks.contains("user = "), hooks);
    assertTrue(hooks.contains("s6-setuidgid web /y"), hooks);
  }

  @Test
  void oneOfSeveralConditionsPatternsAndCommands() {
    Imported imported =
        units(
            "a.service",
            "[Unit]\nConditionPathExists=|/x\nConditionPathExists=|!/y\n"
                + "ConditionPathExistsGlob=/z d/*.conf\nConditionVirtualization=kvm\n"
                + "[Service]\nExecCondition=/bin/ok $A\nUser=web\n");
    String made = Sample.toml(imported, "a");
    assertTrue(made.contains("{ [ -e /x ]; } || { ! [ -e /y ]; }"), made);
    assertTrue(made.contains("for f in /z' 'd/*.conf; do"), made);
    assertTrue(made.contains("s6-setuidgid web /bin/ok"), made);
    assertEquals(
        List.of("5:25: ConditionVirtualization=kvm"), Sample.shown(imported.report().left()));
  }

  @Test
  void aOneshotIsFollowedByExecStopPostEvenIfItFails() {
    String made = run("Type=oneshot\nExecStart=/x\nExecStopPost=/y\n");
    assertTrue(made.contains("(\n/x || exit\n)\n_r=$?\nset -- \"$_r\"\n"), made);
    assertTrue(made.contains("/y || :\nexit $_r\n"), made);
  }

  @Test
  void thePathIsThatOfTheCommandsAlone() {
    String plain = run("ExecStart=/x\nEnvironment=PATH=/p\nUser=web\n");
    assertTrue(plain.contains("PATH = \"/p\""), plain);
    String composed =
        run("ExecStart=x\nExecSearchPath=/p:/q\nUser=web\nStateDirectory=x\nNice=1\n");
    assertTrue(composed.contains("exec nice -n 1 s6-setuidgid web env 'PATH=/p:/q' x\n"), composed);
  }

  private Imported units(String... namesAndTexts) {
    for (int i = 0; i < namesAndTexts.length; i += 2)
      sample.write(
          namesAndTexts[i],
          namesAndTexts[i].endsWith("target")
              ? namesAndTexts[i + 1]
              : namesAndTexts[i + 1] + "[Service]\nExecStart=/bin/x\n");
    return sample.read(new SystemdImporter(), ".");
  }

  @Test
  void whatIsWantedIsNotNeeded() {
    Imported imported =
        units(
            "a.service", "[Unit]\nWants=b.service gone.service\nBefore=b.service\n",
            "b.service", "[Unit]\nAfter=nothing.target\n[Install]\nWantedBy=c.service\n",
            "c.service", "[Unit]\nUpholds=a.service\n");
    Sample.has(imported, "a", "wants = [\"b\"]");
    Sample.has(imported, "b", "after = [\"a\"]");
    Sample.has(imported, "c", "wants = [\"b\", \"a\"]");
    assertEquals(
        List.of(
            "2:17: a wants gone, which is not there",
            "2:7: After=nothing.target: order alone",
            "2:9: Upholds=a.service: started with it, and not again"),
        Sample.shown(
            java.util.stream.Stream.concat(
                    imported.report().left().stream(), imported.report().changed().stream())
                .toList()));
  }

  @Test
  void aTargetIsAPointInTime() {
    Imported imported =
        units(
            "t.target", "[Unit]\nWants=in.service\n",
            "in.service", "",
            "early.service", "[Unit]\nBefore=t.target\n",
            "late.service", "[Unit]\nAfter=t.target\n");
    Sample.has(imported, "late", "after = [\"t\", \"early\"]");
    assertFalse(Sample.toml(imported, "early").contains("after"));
  }

  /** Those that are behind a target that starts them are behind all the others in it. */
  @Test
  void whatIsBehindItsOwnTargetIsBehindTheRestOfIt() {
    String late = "[Unit]\nAfter=t.target\n[Install]\nWantedBy=t.target\n";
    Imported imported =
        units(
            "t.target",
            "[Unit]\nWants=in.service\n",
            "in.service",
            "",
            "l1.service",
            late,
            "l2.service",
            late);
    Sample.has(imported, "l1", "after = [\"in\"]");
    Sample.has(imported, "l2", "after = [\"in\"]");
  }

  @Test
  void orderThatGoesRoundIsCutBeforeNeeds() {
    Imported imported =
        units(
            "a.service", "[Unit]\nRequires=b.service\n",
            "b.service", "[Unit]\nAfter=c.service\n",
            "c.service", "[Unit]\nAfter=a.service\n");
    Sample.has(imported, "a", "needs = [\"b\"]");
    List<String> left = Sample.shown(imported.report().left());
    assertEquals(
        List.of("2:7: c is not behind a any more: order goes in a circle"), left, left.toString());
  }

  @Test
  void conflictsAndParts() {
    String install = "[Install]\nWantedBy=t.target\n";
    Imported imported =
        units(
            "a.service", "[Unit]\nConflicts=b.service shutdown.target\n" + install,
            "b.service", "[Unit]\nPartOf=a.service t.target\n" + install,
            "t.target", "[Unit]\nDescription=t\n");
    Sample.has(imported, "a", "conflicts = [\"b\"]", "in = [\"t\"]");
    Sample.has(imported, "b", "part-of = [\"a\"]");
    assertFalse(Sample.toml(imported, "b").contains("in ="));
    assertEquals(
        List.of("2:21: Conflicts=shutdown.target"), Sample.shown(imported.report().left()));
  }

  @Test
  void anAssertionIsWhatTheServiceNeeds() {
    Imported imported = units("a.service", "[Unit]\nAssertPathExists=!/x\n");
    Sample.has(imported, "a", "needs = [\"a-assert\"]");
    Sample.has(imported, "a-assert", "! [ -e /x ] || { echo", "again = true", "exit 1");
  }

  @Test
  void aFailureStartsAnother() {
    Imported imported =
        units(
            "a.service", "[Unit]\nOnFailure=alarm@%n.service gone.service\n",
            "alarm@.service", "");
    Sample.has(imported, "a", "on-failure = [\"alarm@a.service\"]");
    Sample.has(imported, "alarm@", "instances = [\"a.service\"]");
  }

  @Test
  void aRunMayBeLimited() {
    String text = run("ExecStart=/bin/x\nRuntimeMaxSec=2\nRestartSec=50ms\nRestart=always");
    assertTrue(text.contains("run-at-most = 2000"), text);
    assertTrue(text.contains("backoff = \"50 1 50 999999999\""), text);
    assertTrue(text.contains("deaths = 5"), text);
  }

  @Test
  void templatesOfTargets() {
    sample.write("x@.target", "[Unit]\nDescription=of %i\nWants=a.service\n");
    sample.write("a.service", "[Unit]\nWants=x@one.target\n[Service]\nExecStart=/bin/a\n");
    sample.write("y@.target", "[Unit]\nDescription=nobody\n");
    Imported imported = sample.read(new SystemdImporter(), ".");
    assertEquals(List.of(), imported.report().broken());
    assertTrue(Sample.toml(imported, "x@one").contains("of one"), Sample.toml(imported, "x@one"));
    assertEquals("", Sample.toml(imported, "y@"));
  }

  @Test
  void oneBrokenUnitIsRefusedAndTheRestIsNot() {
    sample.write("a.service", "[Unit]\nRequires=b.service\n[Service]\nExecStart=/bin/a\n");
    sample.write("b.service", "[Service]\nExecStart=/bin/b\nExecStartPost=/bin/c\n");
    sample.write("b.service.d/x.conf", "[Service]\nNice=much\n");
    sample.write("c.service", "[Service]\nType=simpel\nExecStart=/bin/c\n");
    Imported imported = sample.read(new SystemdImporter(), ".");
    assertEquals(List.of("b.service", "c.service"), imported.report().refused());
    assertEquals(List.of("a"), imported.definitions().stream().map(d -> d.name.text()).toList());
    assertEquals(
        List.of("2:10: a needs b, which is not there"), Sample.shown(imported.report().left()));
  }

  @Test
  void directoriesWhoseNameIsNotKnownAreLeftOut() {
    Imported imported =
        unit("[Service]\nExecStart=/x\nLogsDirectory=a/%b\nLogsDirectoryMode=02755\n");
    assertEquals(List.of(), imported.report().broken());
    assertEquals(List.of("3:15: %b is not replaced"), Sample.shown(imported.report().left()));
  }

  @Test
  void namesOfUserAndGroup() {
    assertTrue(run("ExecStart=/x\nUser=redis\nGroup=redis").contains("user = \"redis:redis\""));
    String text = run("ExecStart=/x\nUser=u\nSupplementaryGroups=a b\nSupplementaryGroups=c");
    assertTrue(text.contains("user = \"u::a:b:c\"\nlogin = \"u\"\n"), text);
    assertTrue(text.contains("directory = \"/\""), text);
    text = run("ExecStart=/x\nUser=u\nWorkingDirectory=~");
    assertTrue(text.contains("cd \"$HOME\" || exit 111\nexec s6-setuidgid u /x\n"), text);
  }

  @Test
  void whoIsNobodyIsNotRoot() {
    String text = run("ExecStart=/x\nDynamicUser=yes\nStateDirectory=x\nNice=1");
    assertTrue(
        text.matches(
            "(?s).*s6-setuidgid (6[0-9]{4}):\\1 setpriv --no-new-privs s6-confine -R set-id /x\n.*"),
        text);
    assertTrue(
        text.contains("exec nice -n 1 s6-confine -t -r / -r -/home -r -/root -r -/run/user"), text);
    assertTrue(text.contains(" -w /dev -w -/dev/shm "), text);
    assertTrue(text.contains(" -w /sys -w -/sys/fs/cgroup -w /var/lib/x s6-setuidgid"), text);
    assertTrue(text.matches("(?s).*owner = \"6[0-9]{4}:6[0-9]{4}\".*"), text);
    assertTrue(text.contains("USER = \"x\""), text);
  }

  @Test
  void walls() {
    String text = run("ExecStart=/x\nPrivateTmp=yes\nProtectSystem=full\nProtectHome=yes\nUser=u");
    assertTrue(text.contains("[confine]\nprivate-tmp = true\n"), text);
    assertTrue(text.contains("read-only = [\"-/usr\", \"-/boot\", \"-/efi\", \"/etc\"]"), text);
    assertTrue(text.contains("hidden = [\"-/home\", \"-/root\", \"-/run/user\"]"), text);
    assertTrue(text.contains("user = \"u\""), text);
    text =
        run(
            "ExecStart=/x\nProtectSystem=strict\nReadWritePaths=-/srv\nPrivateNetwork=1"
                + "\nInaccessiblePaths=-+/a /b\nReadOnlyDirectories=/c\nNice=3");
    assertTrue(
        text.contains("\"nice\", \"-n\", \"3\"")
            || text.contains("exec nice -n 3 s6-confine -N -r / -r /c"),
        text);
    text = run("ExecStart=/x\nProtectKernelTunables=yes\nProtectControlGroups=yes");
    assertTrue(text.contains("\"-/proc/sys\", \"-/proc/sysrq-trigger\""), text);
    assertTrue(text.contains("\"-/sys/fs/cgroup\"]"), text);
    assertFalse(run("ExecStart=/x\nReadWritePaths=/srv\nPrivateTmp=no").contains("confine"));
    Imported wrong = unit("[Service]\nExecStart=/x\nProtectHome=perhaps\nReadOnlyPaths=etc\n");
    assertTrue(wrong.report().broken().toString().contains("no ProtectHome: perhaps"));
    assertTrue(wrong.report().broken().toString().contains("no absolute path: etc"));
  }

  @Test
  void systemCalls() {
    String text =
        run(
            "ExecStart=/x\nUser=u\nNoNewPrivileges=yes\nSystemCallFilter=@system-service"
                + "\nSystemCallFilter=~@privileged @resources nosuchcall"
                + "\nSystemCallErrorNumber=EPERM\nSystemCallArchitectures=native"
                + "\nRestrictAddressFamilies=AF_UNIX AF_INET\nRestrictNamespaces=yes"
                + "\nMemoryDenyWriteExecute=1\nLockPersonality=1\nProtectKernelModules=1");
    assertTrue(
        text.contains(
            "[confine]\nno-new-privileges = true\nhidden = [\"-/lib/modules\", \"-/usr/lib/modules\"]"
                + "\nsystem-calls = [\"@system-service\", \"~@privileged @resources\","
                + " \"~@module:EPERM\"]\nerrno = \"EPERM\""
                + "\naddress-families = [\"AF_UNIX\", \"AF_INET\"]\nnamespaces = []"
                + "\nrestrict = [\"personality\", \"write-execute\"]\n"),
        text);
    assertTrue(text.contains("run = [\"/x\"]"), text);
    text = run("ExecStart=/x\nNice=3\nUser=u\nRestrictNamespaces=~user\nProtectHome=yes");
    assertTrue(
        text.contains(
            "exec nice -n 3 s6-confine -x -/home -x -/root -x -/run/user s6-setuidgid u"
                + " s6-confine -K '~user' /x\n"),
        text);
    text = run("ExecStart=/x\nRestrictNamespaces=no\nMemoryDenyWriteExecute=no");
    assertFalse(text.contains("confine"), text);
    text = run("ExecStart=/x\nRestrictAddressFamilies=none");
    assertTrue(text.contains("address-families = []"), text);
    text = run("ExecStart=/x\nSystemCallArchitectures=native");
    assertTrue(text.contains("system-calls = [\"~\"]"), text);
    Imported wrong = unit("[Service]\nExecStart=/x\nRestrictAddressFamilies=AF_MOON\n");
    assertEquals(List.of(), wrong.report().broken());
    assertTrue(wrong.report().left().toString().contains("AF_MOON"));
    text = run("ExecStart=/x\nRestrictAddressFamilies=AF_LOCAL AF_UNIX AF_ROUTE");
    assertTrue(text.contains("address-families = [\"AF_UNIX\", \"AF_NETLINK\"]"), text);
    Imported told = unit("[Service]\nExecStart=/x\nSystemCallFilter=~@mount moon\n");
    assertTrue(told.report().left().toString().contains("SystemCallFilter=moon"));
  }

  @Test
  void whatOtherProgramsSet() {
    String text = run("ExecStart=/x\nCPUAffinity=0 2-3\nLimitRTPRIO=40\nLimitNICE=-5");
    assertTrue(
        text.contains("prlimit --pid $$ --nice=25 || :\nprlimit --pid $$ --rtprio=40 || :\n")
            && text.contains("exec taskset -c 0,2-3 /x\n"),
        text);
    text = run("ExecStart=/x\nSecureBits=noroot noroot-locked keep-caps");
    assertTrue(text.contains("exec setpriv --securebits=+noroot,+noroot_locked /x\n"), text);
    text = run("ExecStart=/x\nStandardInputText=a\nStandardInputText=b\\tc");
    assertTrue(text.contains("exec <<'EOF'\na\nb\tc\nEOF\ncd / || exit 111\nexec /x\n"), text);
    text = run("Type=oneshot\nRestart=no\nExecStart=/x\nExecStart=/y\nSuccessExitStatus=3 SIGUSR1");
    assertTrue(
        text.contains("/x || { _c=$?; case $_c in 3 | 138) ;; *) exit $_c ;; esac; }\n"), text);
  }

  @Test
  void measuresOfTheMachine() {
    Imported imported =
        unit(
            "[Unit]\nConditionCPUs=2\nConditionMemory=<1G\nConditionCapability=CAP_SYS_ADMIN\n"
                + "[Service]\nExecStart=/x\n");
    assertEquals(List.of(), imported.report().broken());
    Sample.has(
        imported,
        "x",
        "[ $(nproc) -ge 2 ]",
        " * 1024)) -lt 1073741824 ]",
        "/proc/self/status) >> 21 & 1)) = 1 ]");
  }

  @Test
  void aTemplateThatIsTakenDownHasInstances() {
    sample.write("a.service", "[Service]\nExecStart=/a\nRestart=always\n");
    sample.write("b@.service", "[Unit]\nBindsTo=a.service\n[Service]\nExecStart=/b\n");
    Imported none = sample.read(new SystemdImporter(), "a.service", "b@.service");
    assertEquals(List.of(), none.report().broken());
    assertFalse(Sample.toml(none, "a").contains("takes-down"));
    ImportSettings two = new ImportSettings(false, true, List.of("b@1", "b@2"));
    Imported some = sample.read(new SystemdImporter(), two, "a.service", "b@.service");
    Sample.has(some, "a", "takes-down = [\"b@1\", \"b@2\"]");
  }

  @Test
  void aSocketThatAcceptsBesideAServiceOfItsName() {
    sample.write("p.service", "[Service]\nExecStart=/p\n");
    sample.write("p@.service", "[Service]\nExecStart=/each\nStandardInput=socket\n");
    sample.write(
        "p.socket", "[Socket]\nListenStream=21\nAccept=yes\n[Install]\nWantedBy=sockets.target\n");
    Imported imported = sample.read(new SystemdImporter(), "p.service", "p@.service", "p.socket");
    assertEquals(List.of(), imported.report().broken());
    Sample.has(imported, "p.socket", "/each", "tcp:21");
    Sample.has(imported, "p", "/p");
  }

  @Test
  void stopsThatSpread() {
    sample.write("a.service", "[Service]\nExecStart=/a\n[Unit]\nPropagatesStopTo=b.service\n");
    sample.write("b.service", "[Service]\nExecStart=/b\n");
    sample.write("c.service", "[Service]\nExecStart=/c\n[Unit]\nStopPropagatedFrom=a.service\n");
    Imported imported = sample.read(new SystemdImporter(), "a.service", "b.service", "c.service");
    Sample.has(imported, "b", "part-of = [\"a\"]");
    Sample.has(imported, "c", "part-of = [\"a\"]");
  }

  @Test
  void capabilities() {
    String text = run("ExecStart=/x\nCapabilityBoundingSet=");
    assertTrue(text.contains("exec setpriv --inh-caps=-all --bounding-set=-all /x\n"), text);
    text = run("ExecStart=/x\nCapabilityBoundingSet=~CAP_SYS_ADMIN CAP_CHOWN\nNoNewPrivileges=1");
    assertTrue(text.contains("--bounding-set=-sys_admin,-chown --no-new-privs /x\n"), text);
    text =
        run(
            "ExecStart=/x\nUser=u\nAmbientCapabilities=CAP_NET_RAW\nCapabilityBoundingSet=CAP_NET_RAW CAP_CHOWN");
    assertTrue(
        text.contains(
            "_gid=$(id -g u) || exit 111\n_groups=$(id -G u | tr ' ' ,)\ncd / || exit 111\n"
                + "exec setpriv --reuid=u --regid=\"$_gid\" --groups=\"$_groups\""
                + " --inh-caps=-all,+net_raw --ambient-caps=-all,+net_raw"
                + " --bounding-set=-all,+net_raw,+chown /x\n"),
        text);
    assertEquals(
        List.of("3:23: no capability: chown"),
        Sample.shown(
            unit("[Service]\nExecStart=/x\nCapabilityBoundingSet=chown\n").report().broken()));
  }

  @Test
  void onlyASignalThatEndsIsTheDownSignal() {
    assertTrue(
        run("ExecStart=/x\nExecStop=/bin/kill -s QUIT $MAINPID")
            .contains("down-signal = \"SIGQUIT\""));
    for (String signal : List.of("STOP", "USR2", "HUP", "WINCH")) {
      String stop = "ExecStart=/x\nExecStop=/bin/kill -s " + signal + " $MAINPID";
      assertFalse(run(stop).contains("down-signal"), signal);
      String hooks = Sample.toml(unit("[Service]\n" + stop + "\n"), "x-hooks");
      assertTrue(hooks.contains("/bin/kill -s " + signal + " ${MAINPID} || :"), hooks);
    }
  }

  @Test
  void whatAServiceLeavesBehind() {
    assertTrue(run("ExecStart=/x").contains("kill = \"tree\"\nkill-grace = 90000\n"));
    String forEver = run("ExecStart=/x\nTimeoutStopSec=infinity");
    assertTrue(forEver.contains("kill-grace = 2147483647\n"), forEver);
    assertTrue(run("ExecStart=/x\nKillMode=mixed").contains("kill = \"mixed\""));
    assertFalse(run("ExecStart=/x\nKillMode=process").contains("kill = \""));
    assertFalse(run("ExecStart=/x\nSendSIGKILL=no").contains("kill = \""));
    Imported forking = unit("[Service]\nType=forking\nExecStart=/x\n");
    assertTrue(Sample.toml(forking, "x").contains("follow = true"));
    assertTrue(Sample.toml(forking, "x").contains("[readiness]\nfd = 3"));
  }

  @Test
  void socketsThatNobodyOpensAreTold() {
    for (String word : List.of("-H fd://", "--address=systemd:"))
      assertTrue(
          Sample.shown(unit("[Service]\nExecStart=/x " + word + "\n").report().left())
              .toString()
              .contains("takes sockets from systemd"),
          word);
  }

  @Test
  void directoriesOfTmpfiles() {
    sample.write("a.service", "[Service]\nExecStart=/bin/a\n");
    sample.write(
        "tmpfiles.d/a.conf",
        "# c\nd /run/a 0750 u g -\nf /run/a/s - u - - first word\nL+ /run/l - - - - /x\nz /y\n");
    Imported imported = sample.read(new SystemdImporter(), "a.service", "tmpfiles.d");
    assertEquals(List.of("5:1: tmpfiles.d: z /y"), Sample.shown(imported.report().left()));
    assertTrue(Sample.toml(imported, "a").contains("needs = [\"tmpfiles\"]"));
    String text = Sample.toml(imported, "tmpfiles");
    assertTrue(
        text.contains("mkdir -p /run/a && chmod 0750 /run/a && chown u:g /run/a || exit 1\n"),
        text);
    assertTrue(
        text.contains(
            "printf %s 'first word' >/run/a/s; } && chmod 0644 /run/a/s && chown u /run/a/s"),
        text);
    assertTrue(text.contains("ln -sfn /x /run/l || exit 1\n"), text);
  }

  /** As the page systemd.service has it: a word is split where its value has blanks. */
  @Test
  void theShellSplitsWordsAsSystemdDoes() throws Exception {
    String script =
        Splitting.function(Splitting.Rule.SYSTEMD)
            + Splitting.line("printf '%s|' " + Splitting.mark("\"$A\"") + " end");
    for (String[] row :
        new String[][] {
          {"--msg \"hello world\" x", "--msg|hello world|x|end|"},
          {"", "end|"},
          {"  ", "end|"},
          {"''", "|end|"},
          {"'it is' a\"b c\"d", "it is|ab cd|end|"},
          {"a\\ b \"q\\\"q\" '$x`y'", "a b|q\"q|$x`y|end|"},
          {"* $HOME ; \"'\"", "*|$HOME|;|'|end|"}
        }) {
      ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", script);
      shell.environment().put("A", row[0]);
      byte[] out = shell.start().getInputStream().readAllBytes();
      assertEquals(row[1], new String(out, java.nio.charset.StandardCharsets.UTF_8), row[0]);
    }
  }

  @Test
  void circlesAreCutAndTold() {
    sample.write("a.service", "[Unit]\nRequires=b.service\n[Service]\nExecStart=/bin/a\n");
    sample.write("b.service", "[Unit]\nRequires=t.target\n[Service]\nExecStart=/bin/b\n");
    sample.write("t.target", "[Unit]\nWants=a.service\n");
    Imported imported = sample.read(new SystemdImporter(), ".");
    assertEquals(List.of(), imported.report().broken());
    assertEquals(1, imported.report().left().size(), imported.report().left().toString());
  }

  @Test
  void errorsHaveLineAndColumn() {
    assertEquals(
        List.of("2:18: a quote that does not end"),
        Sample.shown(unit("[Service]\nExecStart=/bin/x \"a\n").report().broken()));
    assertEquals(
        List.of("3:1: no type: simpel"),
        Sample.shown(unit("[Service]\nExecStart=/x\nType=simpel\n").report().broken()));
    assertEquals(
        List.of("3:16: no time: soon"),
        Sample.shown(unit("[Service]\nExecStart=/x\nTimeoutStopSec=soon\n").report().broken()));
    assertEquals(
        List.of("2:1: neither KEY=VALUE nor [SECTION]: ExecStart"),
        Sample.shown(unit("[Service]\nExecStart\n").report().broken()).subList(0, 1));
  }
}
