package s6j.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** What the commands of s6 run (docs/specification/s6-frontend.md). */
class S6Test {
  private static final String R = "-r /var/lib/s6-rc/repository";
  private static final String B = "-c /etc/s6-rc/compiled/current";
  private static final String L = "-l /run/s6-rc";

  private final Called called = new Called();

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "repository list -z x => s6-rc-repo-list R --",
        "r sync => s6-rc-repo-sync R --",
        "-v2 repo sync => s6-rc-repo-sync -v 2 R --",
        "--fdholder-user=u repo sync => s6-rc-repo-sync R -h u --",
        "repository check => s6-rc-set-fix R --no-force-essential --fix-down --dry-run",
        "repo check -euF => s6-rc-set-fix R --force-essential --fix-up",
        "set check -eEud -s o => s6-rc-set-fix R --no-force-essential --fix-down --dry-run -- o",
        "set status => s6-rc-set-status -v 1 R --with-essentials -- current",
        "set status -e -s o web => s6-rc-set-status -v 1 R --without-essentials -- o web",
        "set list -eE web => s6-rc-set-status -v 1 R -L --with-essentials -- current",
        "set enable web db => s6-rc-set-change R -- current active web db",
        "disable -nip -s o web => s6-rc-set-change R -n -i -p -- o usable web",
        "set mask -n --no-dry-run -iI -pP web => s6-rc-set-change R -- current masked web",
        "set unmask web => s6-rc-set-change R -- current usable web",
        "-v0 set make-essential web => s6-rc-set-change -v 0 R -e -- current always web",
        "set commit => s6-rc-set-commit R -D default -- current",
        "set commit -fK -D b -s o => s6-rc-set-commit R -D b -f -K -- o",
        "set copy -f a b c => s6-rc-set-copy R -f -- a b",
        "set delete a b => s6-rc-set-delete -v 1 R -- a b",
        "live install => s6-rc-set-install R B L -e -- current",
        "live install -bKE -f x -s o --init"
            + " => s6-rc-set-install R B L -b -K -E -f x --no-update -- o",
        "live reload -n -t 5 web => s6-rc -t 5 -n1 L -b -- reload web",
        "live start-everything => s6-rc L -b -- change default",
        "live reset -n -t 7 -D b => s6-rc -t 7 -n1 -p L -b -- change b",
        "live stop-everything -t 09 => s6-rc -t 09 L -bda -- change",
        "live stop-everything -nE -t 0 => s6-rc -n1 L -bDa -- change",
        "process start web => s6-svc -u -- S/web",
        "p start -p -w -t 5 web db => s6-svc -UwU -T 5 -- S/web S/db",
        "proc stop -pPw web => s6-svc -dwD -- S/web",
        "process stop -p web => s6-svc -D -- S/web",
        "process restart web => s6-svc -r -- S/web",
        "process restart -w -t 0 web => s6-svc -rwR -- S/web",
        "kill web => s6-svc -t -- S/web",
        "kill -s sigwinch -w -t 9 web => s6-svc -ywD -T 9 -- S/web",
        "kill -s 19 web => s6-svc -p -- S/web",
        "kill -s SIG9 web => s6-svc -k -- S/web",
        "system halt -f => s6-linux-init-hpr -h --",
        "system shutdown => s6-linux-init-hpr -p --",
        "system reboot => s6-linux-init-hpr -r --",
        "-s x -l y -r z -c w live install -s -- => s6-rc-set-install -r z -c w -l y -e -- current",
      })
  void oneProgramIsBecome(String line, String expected) {
    String full =
        (" " + expected + " ")
            .replace(" R ", " " + R + " ")
            .replace(" B ", " " + B + " ")
            .replace(" L ", " " + L + " ")
            .replace(" S/", " /run/service/");
    assertEquals(full.strip(), called.line(line));
  }

  @Test
  void severalProgramsAreRunInOrder() {
    assertEquals(
        "s6-rc-repo-init -v 1 " + R + " -f -- /a /b\ns6-rc-set-new " + R + " -- current",
        called.line("--storelist=/a:/b: repository init -f"));
    assertEquals(
        "s6-rc-repo-init -v 1 " + R + " -U -- /a", called.line("--storelist=/a repo init -U"));
    assertEquals(
        "s6-rc-set-commit "
            + R
            + " -D b -- o\n"
            + "s6-rc-set-install "
            + R
            + " "
            + B
            + " "
            + L
            + " -b -f x -- o\n"
            + "s6-rc -t 5 -pe "
            + L
            + " -b -- change b",
        called.line("apply -b -D b -f x -s o -t 5"));
    assertEquals(
        "s6-rc-init -p y "
            + L
            + " "
            + B
            + " -b -- /run/service\n"
            + "s6-rc -v 2 -t 5 -n1 "
            + L
            + " -b -- change b",
        called.line("-v2 system boot -p y -n -t 5 -D b"));
  }

  @Test
  void aStepThatFailsIsTheLast() {
    called
        .does("s6-rc-set-install", "", 7)
        .does("s6-rc-init", "", 102)
        .does("s6-rc-repo-init", "", 3);
    assertTrue(called.line("set apply").endsWith(" -- current\n7"));
    assertTrue(called.line("system boot").endsWith("/run/service\n102"));
    assertTrue(called.line("repository init").endsWith("\n3"));
    assertEquals(
        List.of(
            "s6-frontend: fatal: s6-rc-set-install failed",
            "s6-frontend: fatal: s6-rc-init failed"),
        called.posix.errors().lines().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "nosuch => usage: s6 [ generic options ] command [ command options ] command_arguments..."
            + " Type \"s6 help\" for details.",
        "live => usage: s6 live subcommand [ subcommand options ] [ services... ]"
            + " Type \"s6 live help\" for details.",
        "live -z => fatal: unrecognized short option: z",
        "version nosuch => usage: s6 version subcommand [ subcommand options ]"
            + " Type \"s6 version help\" for details.",
        "-v x -h => fatal: verbosity must be an unsigned integer",
        "--color=maybe help => fatal: --color value must be yes, no, or auto",
        "-u version => fatal: XDG_RUNTIME_DIR not set",
        "set status a/b => fatal: invalid service name",
        "set copy .a b => fatal: invalid source set name",
        "set copy a b/ => fatal: invalid destination set name",
        "set delete a .b => fatal: invalid set name: .b",
        "set delete a current => fatal: unable to delete current set",
        "live start -t x => fatal: timeout must be an integer (milliseconds)",
        "live start => usage: s6 live start services...",
        "stop => usage: s6 live stop services...",
        "live restart => usage: s6 live restart services...",
        "live reload -t x web => fatal: timeout must be an integer (milliseconds)",
        "live reset -t x => fatal: timeout must be an integer (milliseconds)",
        "live stop-everything -t x => fatal: timeout must be an integer (milliseconds)",
        "set apply -t x => fatal: timeout must be an integer (milliseconds)",
        "system boot -t x => fatal: timeout must be an unsigned integer (in milliseconds)",
        "process start => usage: s6 process start [ --permanent ] [ --wait ]"
            + " [ --timeout=millisecs ] services...",
        "process start -t x web => fatal: --timeout= argument must be an unsigned integer"
            + " (in milliseconds)",
        "process restart -t x web => fatal: --timeout= argument must be an unsigned integer"
            + " (in milliseconds)",
        "process restart => usage: s6 process restart [ -W|--no-wait | -w|--wait ]"
            + " [ -t timeout | --timeout=timeout ] services...",
        "process status => usage: s6 process status [ -L | -l ] services...",
        "process stop web nosuch => fatal: nosuch is not registered as a supervised service in"
            + " /run/service",
        "kill => usage: s6 process kill [ --signal=sig ] [ --timeout=millisecs ]"
            + " [ --wait | --no-wait ] services...",
        "kill -s SIGx web => fatal: --signal= argument must be the name or number of a signal",
        "kill -s 0x1 web => fatal: --signal= argument must be the name or number of a signal",
        "kill -t x web => fatal: --timeout= argument must be an unsigned integer (in milliseconds)",
      })
  void wrongUseIsTold(String line, String expected) {
    assertEquals("100", called.line(line));
    assertEquals("s6-frontend: " + expected + "\n", called.posix.errors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "set enable => usage: s6 set enable [ --dry-run ] [ --fail-on-dependencies |"
            + " --pull-dependencies ] [ --set=setname ] services...",
        "live reload => usage: s6 live reload [ -n ] [ -t timeout ] services...",
        "set copy a => usage: s6 set copy [ --force ] source destination",
        "set delete => usage: s6 set delete names...",
      })
  void someUsageHasNoName(String line, String expected) {
    assertEquals("100", called.line(line));
    assertEquals(expected + "\n", called.posix.errors());
  }

  @Test
  void helpIsThere() {
    for (String command :
        List.of("", "version ", "live ", "process ", "repository ", "set ", "system ")) {
      assertEquals("0", called.line(command + "help -z more"));
      String[] parts = called.posix.output().split("Usage: ");
      assertTrue(parts[parts.length - 1].startsWith("s6 " + command), command);
    }
    assertEquals("0", called.line("-h nosuch"));
  }

  @Test
  void settingsComeFromTheEnvironmentTheFileAndOptions() {
    called.posix.setEnvironment("PATH=/usr/bin", "S6_CONF=/conf", "scandir=/env", "fdhuser=e");
    called.posix.file("/conf", "scandir = /file\n# no\nlivedir = \"/l v\"\nOTHER = x\n");
    assertEquals("0", called.line("-v3 --stmpdir=/o version export -q"));
    assertEquals(
        """
        version=0.1.0.0
        scandir="/file"
        livedir="/l v"
        repodir="/var/lib/s6-rc/repository"
        bootdb="/etc/s6-rc/compiled/current"
        stmpdir="/o"
        storelist="/usr/share/s6/sources:/etc/s6/sources"
        fdhuser="e"
        verbosity=3
        """,
        called.posix.output());
    called.posix.file("/conf", "x = \"\n");
    assertEquals("1", called.line("version"));
    assertEquals("envfile: fatal: in /conf: syntax error line 1\n", called.posix.errors());
    assertEquals("0", called.as("s6-frontend", "version"));
  }

  @Test
  void programsGetTheEnvironmentWithoutTheSettings() {
    called.posix.setEnvironment("PATH=/usr/bin", "scandir=/x", "KEPT=1", "bootdb=/b");
    List<String> seen = new ArrayList<>();
    called.posix.program(
        "/usr/bin/s6-rc-init",
        child -> {
          for (byte[] variable : child.environment()) seen.add(CString.text(variable));
          child.exit(0);
        });
    called.line("system boot");
    assertEquals(List.of("PATH=/usr/bin", "KEPT=1"), seen);
  }

  @Test
  void directoriesOfAUser() {
    called.posix.setEnvironment("XDG_RUNTIME_DIR=/xr", "HOME=/h", "XDG_CONFIG_HOME=/xc");
    assertEquals("0", called.line("-u version export"));
    assertEquals(
        """
        version=0.1.0.0
        scandir=/xr/service
        livedir=/xr/s6-rc
        repodir=/h/.local/share/s6-frontend/repository
        bootdb=/xc/s6-rc/compiled/current
        stmpdir=/xr/s6-frontend
        storelist=/h/.local/share/s6-frontend/s6-rc/sources
        fdhuser=
        verbosity=1
        """,
        called.posix.output());
  }

  @Test
  void liveStatusHasWhatIsUpFirst() {
    called.does("s6-rc", "cache/down/\nweb/up/explicit\ndb/up/pulled\n", 0);
    called.does("s6-rc-db", "cache\nweb\n", 0);
    assertEquals("s6-rc -l /run/s6-rc -cbe list\n0", called.line("live status"));
    assertEquals("web/up/explicit\ndb/up/pulled\ncache/down/\n", called.posix.output());
    assertEquals(
        "s6-rc-db -l /run/s6-rc -bE -- atomics x y\ns6-rc -l /run/s6-rc -cbE list\n0",
        called.line("--color=yes live status -E x y"));
    assertTrue(called.posix.output().endsWith("web    up    explicit\ncache  down\n"));
    called.does("s6-rc-db", "", 3);
    assertEquals("s6-rc-db -l /run/s6-rc -be -- atomics x\n3", called.line("live status x"));
  }

  @Test
  void setStatusIsInColumnsForPeople() {
    called.does("s6-rc-set-status", "a/usable\nlonger/active\n", 0);
    called.line("--color=yes set status");
    assertEquals("a       usable\nlonger  active\n", called.posix.output());
  }

  @Test
  void statusOfProcesses() {
    called.does("s6-svstat", "up\n", 0);
    called.posix.directory("/run/service/web/log");
    assertEquals(
        "s6-svstat -- /run/service/web\ns6-svstat -- /run/service/web/log\ns6-svstat -- /run/service/db\n0",
        called.line("process status -l web db"));
    assertEquals(
        "/run/service/web: up\n/run/service/web/log: up\n/run/service/db: up\n",
        called.posix.output());
    called.does("s6-svstat", "", 1);
    assertEquals("s6-svstat -- /run/service/web/log\n1", called.line("process status -l web/log"));
  }

  @Test
  void otherSignalsAreSentFromHere() {
    FakePosix child = called.posix.another();
    ServiceStatus status = new ServiceStatus();
    status.begin(called.posix.realtimeNanos(), true);
    status.pid = child.getpid();
    byte[] bytes = new byte[ServiceStatus.SIZE];
    status.encode(bytes, 0);
    called.posix.file("/run/service/web/supervise/status", bytes, 0644);
    List<String> heard = new ArrayList<>();
    child.on(23, () -> heard.add("URG"));
    assertEquals("0", called.line("kill -s URG web"));
    assertEquals(List.of("URG"), heard);
    assertEquals(
        "s6-frontend: warning: signal 23 is not natively supported by s6-svc, cannot ensure"
            + " reliability\n",
        called.posix.errors());
    assertEquals("111", called.line("-v0 kill -s 23 db"));
    assertEquals(
        "s6-svlisten -D -t 5 --  /run/service/web  s6-frontend -v0 -s /run/service process kill"
            + " -s 23 -- web",
        called.line("kill -w -t 5 -s 23 web"));
  }
}
