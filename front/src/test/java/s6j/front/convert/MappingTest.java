package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a definition becomes, as docs/definitions.md has them. */
class MappingTest {
  @TempDir Path directory;

  private Sources of(String text) {
    return new Sources(directory).put("a.toml", text);
  }

  @Test
  void aFailureForGoodStartsOthers() {
    Sources sources =
        new Sources(directory)
            .put("a.toml", "run = 'x'\nrestart = 'never'\non-failure = ['alarm']")
            .put("b.toml", "up = 'y'\non-failure = ['alarm']")
            .put("alarm.toml", "up = 'z'\nagain = true");
    String finish = sources.made("a/finish");
    assertTrue(finish.contains("s6-rc -b -l \"$_live\" -u -- change alarm"), finish);
    assertTrue(finish.contains(") ;; *) failed ;; esac"), finish);
    assertTrue(sources.made("b/up").contains("[ $_r = 0 ] || failed"), sources.made("b/up"));
    assertEquals("", sources.made("alarm/flag-again"));
    assertEquals("", sources.made("a/flag-again"));
  }

  @Test
  void aRunThatTakesTooLongHasFailed() {
    Sources sources =
        new Sources(directory)
            .put("a.toml", "run = 'x'\nrun-at-most = '90s'\nrestart = 'on-failure'");
    assertTrue(sources.made("a/run").contains("sleep 90.000"), sources.made("a/run"));
    assertTrue(sources.made("a/finish").contains("set -- 1"), sources.made("a/finish"));
  }

  @Test
  void aSimpleCommandReplacesTheShell() {
    assertEquals("#!/bin/sh\n# a\nexec httpd -f\n", of("run = 'httpd -f'").made("a/run"));
    assertEquals("#!/bin/sh\n# a\nx & y\n", of("run = 'x & y'").made("a/run"));
    assertEquals(
        "#!/bin/sh\n# a: d\nexec httpd 'a b'\n",
        of("description = 'd'\nrun = ['httpd', 'a b']").made("a/run"));
  }

  @Test
  void anInterpreterIsRespected() {
    String python = "#!/usr/bin/python3 -u\nprint(1)\n";
    assertEquals(python, of("run = '''\n" + python + "'''").made("a/run"));
    Sources asUser = of("user = 'www'\nrun = '''\n" + python + "'''");
    assertEquals(python, asUser.made("a/data/run"));
    assertEquals("#!/bin/sh\n# a\nexec s6-setuidgid www ./data/run \"$@\"\n", asUser.made("a/run"));
  }

  @Test
  void execline() {
    assertEquals(
        "#!/bin/sh\n# a\nexec execlineb -Pc 'if { x } y'\n",
        of("run = { execline = 'if { x } y' }").made("a/run"));
    assertEquals("if { x } y\n", of("up = { execline = 'if { x } y' }").made("a/up"));
  }

  @Test
  void theProcess() {
    Sources sources =
        of(
            """
            run = "x"
            user = "www:web"
            directory = "/srv/it's"
            umask = "027"
            env-files = ["-/etc/default/a"]
            env-dirs = ["/etc/a env"]
            limits = { open-files = 64, memory = "unlimited" }
            environment = { A = "1 2", N = 3 }
            """);
    String run = sources.made("a/run");
    assertTrue(run.startsWith("#!/bin/sh\n# a\numask 027\nexport A='1 2'\nexport N=3\n"), run);
    assertTrue(
        run.endsWith(
            "[ ! -e /etc/default/a ] || read_variables /etc/default/a || exit 111\n"
                + "exec s6-envdir '/etc/a env' s6-softlimit -o 64 -m '=' "
                + "s6-setuidgid www:web \"$PWD/data/run\" \"$@\"\n"),
        run);
    assertEquals("#!/bin/sh\ncd '/srv/it'\\''s' || exit 111\nexec x\n", sources.made("a/data/run"));
  }

  @Test
  void whatItHasForItself() {
    Sources sources =
        of(
            """
            run = "x"
            user = "www::media"
            umask = "027"
            [directories]
            runtime = ["a", "b/c"]
            runtime-mode = "0750"
            preserve = "restart"
            configuration = ["a"]
            [credentials.load]
            key = "/etc/key"
            [credentials.set]
            name = "it's"
            """);
    assertEquals(
        """
        #!/bin/sh
        # a
        mkdir -p /run/a && chmod 0750 /run/a && chown www: /run/a || exit 111
        mkdir -p /run/b/c && chmod 0750 /run/b/c && chown www: /run/b/c || exit 111
        [ -d /etc/a ] || { mkdir -p /etc/a && chmod 0755 /etc/a && chown www: /etc/a; } || exit 111
        export RUNTIME_DIRECTORY=/run/a:/run/b/c
        export CONFIGURATION_DIRECTORY=/etc/a
        rm -rf /run/credentials/a && mkdir -p /run/credentials/ && mkdir -m 0700 /run/credentials/a || exit 111
        (
          umask 077
          cat /etc/key >/run/credentials/a/key || exit 111
          printf %s 'it'\\''s' >/run/credentials/a/name || exit 111
          chmod 0400 /run/credentials/a/* || exit 111
          chmod 0500 /run/credentials/a || exit 111
          chown -R www: /run/credentials/a || exit 111
        ) || exit 111
        export CREDENTIALS_DIRECTORY=/run/credentials/a
        umask 027
        exec s6-setuidgid www::media ./data/run "$@"
        """,
        sources.made("a/run"));
    assertEquals(
        "#!/bin/sh\n# a\nrm -rf /run/credentials/a\n"
            + "[ \"$(s6-svstat -o wantedup .)\" = true ] || rm -rf /run/a\n"
            + "[ \"$(s6-svstat -o wantedup .)\" = true ] || rm -rf /run/b/c\n",
        sources.made("a/finish"));
  }

  @Test
  void readiness() {
    assertEquals("5\n", of("run='x'\nreadiness=5").made("a/notification-fd"));
    Sources notify = of("run='x'\nreadiness='sd-notify'");
    assertEquals("3\n", notify.made("a/notification-fd"));
    assertEquals(
        "#!/bin/sh\n# a\nexec s6-notify-fd-from-socket -s -3 3 ./data/run \"$@\"\n",
        notify.made("a/run"));
    Sources check =
        of("run=['x']\n[readiness]\ncheck='test -e /x'\nevery='2s'\ntries=3\ntimeout='1m'");
    assertEquals(
        "#!/bin/sh\n# a\nexec s6-notifyoncheck -3 3 -w 2000 -n 3 -T 60000 x\n",
        check.made("a/run"));
    assertEquals("#!/bin/sh\ntest -e /x\n", check.made("a/data/check"));
  }

  @Test
  void theLogger() {
    Sources sources = of("run='x'\nlogger={directory='/log/a', user='log', keep=3, stamp='iso'}");
    assertEquals("a-log\n", sources.made("a/producer-for"));
    assertEquals("a\n", sources.made("a-log/consumer-for"));
    assertEquals("a-pipeline\n", sources.made("a-log/pipeline-name"));
    assertEquals("3\n", sources.made("a-log/notification-fd"));
    assertEquals("#!/bin/sh\n# a\nexec 2>&1\nexec x\n", sources.made("a/run"));
    assertEquals(
        "#!/bin/sh\n# a-log: the log of a\n"
            + "[ -d /log/a ] || { mkdir -p /log/a && chown log /log/a; } || exit 111\n"
            + "exec s6-setuidgid log s6-log -d 3 -- n3 s1000000 T /log/a\n",
        sources.made("a-log/run"));
    assertTrue(of("run='x'\nlogger=true").made("a-log/run").contains(" t /var/log/a\n"));
    assertNull(of("run='x'\nlogger=false").made("a-log/run"));
  }

  @Test
  void oneLoggerOfMany() {
    Sources sources = of("run='x'\nlogger={service='all'}");
    sources.put("b.toml", "run='x'\nlogger={service='all'}").put("all.toml", "run='cat'");
    assertEquals("a\nb\n", sources.made("all/consumer-for"));
    assertEquals("all\n", sources.made("b/producer-for"));
  }

  @Test
  void restart() {
    String finish = of("run='x'\nrestart='on-failure'\nfinish='rm -f p'").made("a/finish");
    assertEquals(
        "#!/bin/sh\n# a\n./data/finish \"$@\"\n[ $? != 125 ] || exit 125\n"
            + "[ \"$(s6-svstat -o wantedup .)\" = true ] || exit 0\n"
            + "case $1 in\n  0) exit 125 ;;\nesac\n",
        finish);
    Sources limited =
        of("run='x'\nrestart={give-up-codes=[2,3], deaths=5, within='2m', backoff=true}");
    assertTrue(limited.made("a/finish").contains("  2 | 3) exit 125 ;;\n"));
    assertTrue(limited.made("a/finish").contains("exec s6-permafailon 120 5 1-255,SIG"));
    assertEquals("5\n", limited.made("a/max-death-tally"));
    assertEquals("1000 2 60000 10000\n", limited.made("a/restart-backoff"));
    assertEquals("#!/bin/sh\nrm x\n", of("run='x'\nfinish='rm x'").made("a/finish"));
  }

  @Test
  void theProtocolOfSystemd() {
    Sources sources = of("run='x'\nnotify='systemd'");
    assertTrue(sources.made("a/run").contains("s6-notify-fd-from-socket -s -3 3 "));
    assertEquals("3\n", sources.made("a/notification-fd"));
    String wrong = of("run='x'\nnotify='systemd'\nreadiness=4").problems().toString();
    assertTrue(wrong.contains("notify and another readiness exclude each other"), wrong);
  }

  @Test
  void endsBySignals() {
    String some =
        of("run='x'\nrestart={policy='on-failure', give-up-codes=[3, 'TERM']}").made("a/finish");
    assertTrue(some.contains("|| _e=S$2\ncase $_e in\n  0 | 3 | S15) exit 125 ;;"), some);
    String success = of("run='x'\nrestart='on-success'").made("a/finish");
    assertTrue(success.contains("  0 | S1 | S2 | S13 | S15) ;;\n  *) exit 125 ;;"), success);
    Sources wrong = of("run='x'\nrestart={give-up-codes=['SIGNONE']}");
    assertTrue(wrong.problems().toString().contains("has no signal: SIGNONE"));
  }

  @Test
  void whatItTakesDownIsStoppedWhenItEnds() {
    Sources sources =
        new Sources(directory)
            .put("a.toml", "run = 'x'\nrestart = {policy='never', deaths=2}\ntakes-down = 'b'")
            .put("b.toml", "run = 'y'");
    String finish = sources.made("a/finish");
    assertTrue(finish.contains("-d -- change b)"), finish);
    assertTrue(finish.contains("  *)     ended\n    exit 125 ;;"), finish);
    assertTrue(finish.contains("[ $_r != 125 ] || ended\n"), finish);
  }

  @Test
  void directoriesOfSocketsAreMade() {
    String run =
        of("run='x'\nlisten=['unix:/run/a', 'unix:/run/s/a', 'tcp:80']").made("a-sockets/run");
    assertTrue(run.contains("mkdir -p -- /run/s || exit 111\nexec s6-listend "), run);
  }

  private static final List<String> FLAGS =
      List.of(
          "flag-timeout-killpg",
          "flag-newpidns",
          "flag-essential",
          "flag-no-cont",
          "flag-no-adopt");

  @Test
  void numbersAndFlags() {
    Sources sources =
        of(
            "run='x'\ndown-signal-alone=true\nadopt='never'\nlock-fd=9\nkill-group=true\nnew-pid-namespace=true\nessential=true\n"
                + "down-signal='SIGINT'\n[timeouts]\nup='5s'\ndown=1\nkill='1m'\nfinish=0");
    assertEquals("5000\n", sources.made("a/timeout-up"));
    assertEquals("1\n", sources.made("a/timeout-down"));
    assertEquals("60000\n", sources.made("a/timeout-kill"));
    assertEquals("0\n", sources.made("a/timeout-finish"));
    assertEquals("9\n", sources.made("a/lock-fd"));
    assertEquals("SIGINT\n", sources.made("a/down-signal"));
    for (String flag : FLAGS) assertEquals("", sources.made("a/" + flag));
    assertEquals("", of("run='x'\nadopt='always'").made("a/flag-adopt"));
  }

  @Test
  void oneshots() {
    assertEquals("mkdir -p \"/a b\"\n", of("up=['mkdir','-p','/a b']").made("a/up"));
    assertEquals("/bin/sh -c \"\necho \\\"x\\\"\n\" a\n", of("up='echo \"x\"'").made("a/up"));
    assertEquals("s6-setuidgid www mkdir /x\n", of("user='www'\nup=['mkdir','/x']").made("a/up"));
    Sources sources = of("up='#!/usr/bin/perl -w\nprint 1'".replace("'#", "'''\n#") + "''");
    assertTrue(sources.made("a/up").contains("/usr/bin/perl -w \\\"$script\\\""));
  }

  @Test
  void bundlesAndTags() {
    Sources sources = of("run='x'\nin=['default','net']\ntags=['t']\nneeds=['b']");
    sources.put("b.toml", "contents=[]").put("net.toml", "type='bundle'\ncontents=['c']");
    sources.put("c.toml", "up='true'");
    assertEquals("bundle\n", sources.made("default/type"));
    assertEquals("", sources.made("default/contents.d/a"));
    assertEquals("", sources.made("net/contents.d/a"));
    assertEquals("", sources.made("net/contents.d/c"));
    assertEquals("", sources.made("tag.t/contents.d/a"));
    assertEquals("", sources.made("a/dependencies.d/b"));
    assertEquals("", sources.made("b/contents"));
  }

  @Test
  void conditions() {
    String run = of("run='x'\nreadiness=3\ncondition={path-exists='/no', not=true}").made("a/run");
    assertTrue(run.contains("! [ -e /no ] || skip 'not wanted: path-exists /no'\n"), run);
    assertTrue(run.contains("  echo >&3\n"), run);
    Sources compiled =
        of("run='x'\nlogger=true\ncondition={directory-exists='/no/such', when='compile'}");
    assertEquals("oneshot\n", compiled.made("a/type"));
    assertTrue(compiled.made("a/up").contains("wanted: directory-exists /no/such"));
    assertNull(compiled.made("a-log/type"));
    assertEquals(
        "longrun\n",
        of("run='x'\ncondition={directory-exists='/', when='compile'}").made("a/type"));
  }

  @Test
  void templates() {
    Sources sources =
        new Sources(directory)
            .put(
                "w@.toml",
                "instances=['x','y']\nrun='w {{instance}} {{number}} {{template}} {{other}}'\n"
                    + "[instance.y]\nneeds=['w@x']\n");
    assertTrue(sources.made("w@y/run").endsWith("exec w y 2 w {{other}}\n"));
    assertEquals("", sources.made("w@y/dependencies.d/w@x"));
    assertEquals("", sources.made("w/contents.d/w@x"));
    sources.put("w@.toml", "instances=2\nrun='{{directory}}/w'");
    assertEquals("#!/bin/sh\n# w@2\nexec " + directory + "/w\n", sources.made("w@2/run"));
  }

  @Test
  void configure() {
    Sources sources =
        of(
            "run='x'\nneeds=['b']\n[configure]\nchanged='reload'\nvalues={P='1'}\n"
                + "file=[{template='/t', target='/o', mode='0600'}]");
    sources.put("b.toml", "up='true'");
    assertEquals("", sources.made("a/dependencies.d/a-configure"));
    assertEquals("", sources.made("a-configure/dependencies.d/b"));
    String up = sources.made("a-configure/up");
    assertTrue(up.contains("export P=1\n"), up);
    assertTrue(up.contains("render </t >/o.new || exit 1\nchmod 0600 /o.new || exit 1\n"), up);
    assertTrue(up.contains("exec s6-svc -l ../a\n"), up);
    assertEquals(up, sources.made("a-configure/reload"));
  }

  @Test
  void theSameTwiceIsTheSame() {
    Sources sources = of("run='x'\nlogger=true\nin=['b','c']\n[mode.dev]\nuser='me'");
    assertEquals(sources.convert().files, sources.convert().files);
    assertFalse(sources.convert().files.isEmpty());
  }

  @Test
  void whatAWatchdogEndsIsStartedAgain() {
    Sources sources =
        new Sources(directory)
            .put(
                "a.toml",
                "run = 'x'\nrestart = 'on-failure'\nreadiness = { sd-notify = true, watchdog = '2s' }");
    assertTrue(sources.made("a/run").contains("s6-notify-fd-from-socket -s -3 3 -w 2000 "));
    assertTrue(sources.made("a/finish").contains("supervise/watchdog ] || set -- 256 6\ncase $1"));
  }
}
