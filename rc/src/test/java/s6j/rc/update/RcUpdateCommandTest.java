package s6j.rc.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.Scanner;
import s6j.rc.Supervisor;
import s6j.rc.change.Services;
import s6j.rc.live.RcInitTest;

/** The command line of s6-rc-update: what it runs, says and refuses, and how it ends. */
class RcUpdateCommandTest {
  private static final String LIVE = "/run/live";

  private final FakePosix machine = new FakePosix();
  private final Scanner scanner = new Scanner(machine, "/scan");

  /** Command lines of the programs that were run. */
  private final List<String> children = new ArrayList<>();

  /** What a child ends with instead of doing its work; by the order of children. */
  private int failing = -1;

  private int failure;
  private int said;

  RcUpdateCommandTest() {
    Live.writeDatabase(machine, "/db", set("gone"));
    Live.writeDatabase(machine, "/db2", set("new"));
    machine.directory("/run");
    machine.program("/usr/bin/s6-rc", this::rc);
    machine.program("/usr/bin/s6-rc-dryrun", this::rc);
    machine.program("/usr/bin/s6-svc", this::rc);
    assertEquals(0, run(RcInitTest.INIT));
    assertEquals(0, run("s6-rc", "-l", LIVE, "change", "l", "gone"));
  }

  private static RcDatabase set(String last) {
    return services(last).database();
  }

  private static Services services(String last) {
    return new Services()
        .longrun("s6rc-oneshot-runner")
        .longrun("s6rc-fdholder")
        .longrun("l")
        .longrun(last);
  }

  private void rc(FakePosix child) {
    children.add(child.line());
    String[] words = child.line().split(" ");
    if (children.size() - 1 == failing) child.exit(failure);
    else if (!words[0].endsWith("s6-rc")) child.exit(0);
    else {
      words[0] = "s6-rc";
      child.exit(Live.run(child, words));
    }
  }

  private int run(String... words) {
    FakePosix process = machine.another();
    int code = Live.run(process, words);
    process.end(code);
    return code;
  }

  private int update(String line) {
    said = machine.errors().length();
    children.clear();
    List<String> words = new ArrayList<>(List.of("s6-rc-update"));
    words.addAll(List.of(line.split(" ")));
    return run(words.toArray(String[]::new));
  }

  private void expect(int code, String line, String... messages) {
    assertEquals(code, update(line), () -> line + "\n" + machine.errors());
    StringBuilder all = new StringBuilder();
    for (String message : messages) all.append("s6-rc-update: ").append(message).append('\n');
    assertEquals(all.toString(), own(machine.errors().substring(said)), line);
  }

  /** Without what s6-rc says under it. */
  private static String own(String errors) {
    StringBuilder own = new StringBuilder();
    for (String line : errors.split("\n"))
      if (line.startsWith("s6-rc-update: ")) own.append(line).append('\n');
    return own.toString();
  }

  private void refuses(int code, String line, String why) {
    expect(code, line, "fatal: " + why);
    assertEquals(List.of(), children);
    assertEquals("/db", compiled());
  }

  private String compiled() {
    byte[] text = new byte[4096];
    int length = machine.readlink(Posix.CWD, CString.of(LIVE + "/compiled"), text);
    return CString.text(CString.slice(text, 0, length));
  }

  private static final String GOOD = "-l /run/live /db2";

  @Test
  void whatIsNoCommandLineIsRefused() {
    refuses(100, "-v x " + GOOD, "verbosity must be an unsigned integer");
    refuses(100, "-t x " + GOOD, "verbosity must be an unsigned integer");
    refuses(100, "-l run/live /db2", "run/live is not an absolute path");
    refuses(100, "-l /run/live db2", "db2 is not an absolute path");
    refuses(100, "-l  /db2", " is not an absolute path");
    refuses(111, "-l / /db2", "unable to canonicalize livedir: Invalid argument");
    refuses(
        111,
        "-l /run/none /db2",
        "unable to take lock on /run/none and /run/none/compiled: No such file or directory");
    refuses(111, "-l /run/live /none", "unable to take lock on /none: No such file or directory");
    assertEquals(100, update("-l /run/live"));
    assertTrue(machine.errors().substring(said).contains("usage: s6-rc-update"));
    assertEquals(100, update("-q " + GOOD));
  }

  @Test
  void itsTwoCommandsStopAndStart() {
    expect(0, "-t 9000 -v 2 " + GOOD, STEPS);
    assertEquals(2, children.size(), children::toString);
    assertTrue(
        children
            .get(0)
            .matches(
                ".*s6-rc -v 2 -t [0-9]+ -l /run/live --no-lock --lock-fd=[0-9]+ -d -- change gone"),
        children.get(0));
    assertTrue(
        children
            .get(1)
            .matches(".*s6-rc -v 2 -t [0-9]+ -l /run/live --no-lock --lock-fd=[0-9]+ -u -- change"),
        children.get(1));
    assertEquals("/db2", compiled());
    assertEquals(2, machine.names("/run").size());
    assertFalse(machine.exists("/scan/gone"));
    assertTrue(machine.exists("/scan/new"));
    assertEquals(List.of(), scanner.clashes);
  }

  private static final String[] STEPS = {
    "info: computing state adjustments",
    "info: stopping services in the old database",
    "info: updating state and service directories",
    "info: successfully switched to new database",
    "info: updating s6rc-fdholder pipe storage",
    "info: cleaning up scan directory",
    "info: starting services in the new database"
  };

  @Test
  void withoutATimeoutThereIsNone() {
    expect(0, GOOD);
    assertTrue(children.get(0).contains("s6-rc -v 1 -t 0 -l /run/live --no-lock"), children.get(0));
    assertTrue(children.get(1).contains("s6-rc -v 1 -t 0 -l /run/live --no-lock"), children.get(1));
  }

  @Test
  void aDryRunOnlyShows() {
    byte[] before = machine.bytes("/run/live/state");
    expect(0, "-n -v 0 -e " + GOOD);
    assertEquals(
        List.of(
            "/usr/bin/s6-rc-dryrun -v 0 -t0 -- s6-rc -v 0 -t 0 -l /run/live -D -- change gone",
            "/usr/bin/s6-rc-dryrun -v 0 -t0 -- s6-rc -v 0 -t 0 -l /run/live -u -- change"),
        children);
    assertEquals("/db", compiled());
    assertEquals(before.length, machine.bytes("/run/live/state").length);
    assertEquals(2, machine.names("/run").size());
    assertTrue(machine.exists("/scan/gone"));
  }

  @Test
  void whatTheFirstCommandCannotStopStopsTheUpdate() {
    for (int[] codes : new int[][] {{1, 9}, {2, 10}, {3, 3}, {111, 111}}) {
      failing = 0;
      failure = codes[0];
      expect(codes[1], GOOD, "fatal: first s6-rc invocation failed");
      assertEquals("/db", compiled());
    }
  }

  @Test
  void theSecondCommandTellsHowItEnds() {
    failing = 1;
    failure = 1;
    expect(1, GOOD);
    assertEquals("/db2", compiled());
  }

  @Test
  void aProgramThatIsNotThereIsTold() {
    machine.unlink(Posix.CWD, CString.of("/usr/bin/s6-rc"));
    expect(111, GOOD, "fatal: unable to spawn s6-rc: No such file or directory");
    assertEquals("/db", compiled());
  }

  private void converts(String text) {
    machine.file("/conv", text);
  }

  private static final String WITH = "-l /run/live -f /conv /db2";

  @Test
  void aServiceGoesOnUnderItsNewName() {
    long pid = scanner.supervisor("gone").hashCode();
    Supervisor running = scanner.supervisor("gone");
    converts("gone -> new\n\n");
    expect(0, WITH);
    assertEquals("/db2", compiled());
    assertTrue(running.isUp());
    assertEquals(pid, running.hashCode());
    assertEquals(running, scanner.supervisor("new"));
    assertFalse(running.heard().contains("d"), running.heard());
    assertEquals(0, run("s6-rc", "-l", LIVE, "-a", "list"));
    assertTrue(machine.output().endsWith("l\nnew\n"), machine.output());
  }

  @Test
  void whatIsMarkedIsRestarted() {
    Supervisor l = scanner.supervisor("l");
    converts("l restart");
    expect(0, WITH);
    assertTrue(
        children.get(0).endsWith("change gone l") || children.get(0).endsWith("change l gone"));
    assertTrue(children.get(1).endsWith("change l"));
    assertTrue(l.heard().contains("d"), l.heard());
    assertTrue(scanner.supervisor("l").isUp());
  }

  @Test
  void aConversionFileThatIsNone() {
    refuses(111, WITH, "unable to open /conv: No such file or directory");
    converts("nobody restart\n");
    refuses(3, WITH, "unknown identifier in /run/live/compiled/resolve.cdb: nobody");
    converts("gone -> nobody\n");
    refuses(4, WITH, "bad conversion file: new service nobody is undefined in database /db2");
    converts("gone -> l\n");
    assertEquals(6, update(WITH));
    assertTrue(
        machine
            .errors()
            .substring(said)
            .contains("is a target for more than one conversion, including old service "));
    converts("l stop\n");
    refuses(100, WITH, "unknown keyword in conversion file: stop");
    converts("l\nl\n");
    refuses(6, WITH, "service l appears more than once in conversion file");
    converts("l { restart }\n");
    assertEquals(100, update(WITH));
    converts("l restart }x\n");
    assertEquals(100, update(WITH));
    converts("l \"\n");
    refuses(100, WITH, "syntax error in conversion file: l \"");
  }

  @Test
  void whatIsDamagedIsTold() {
    String state = "/run/" + machine.names("/run").get(1) + "/state";
    machine.file(state, new byte[2], 0644);
    refuses(4, GOOD, "unable to read valid db in /run/live/state");
    machine.unlink(Posix.CWD, CString.of(state));
    refuses(111, GOOD, "unable to read /run/live/state: No such file or directory");
    machine.file("/db2/n", Arrays.copyOf(machine.bytes("/db2/n"), 28), 0644);
    String later = "written by an s6-rc later than 0.7";
    refuses(4, GOOD, "invalid service database in /db2/db: " + later);
    machine.file("/db2/n", Arrays.copyOf(machine.bytes("/db2/n"), 24), 0644);
    machine.file("/db2/db", "");
    refuses(111, GOOD, "unable to read /db2/db: Success");
  }

  @Test
  void whoDoesNotSayItsScanDirectoryIsNotUpdated() {
    machine.unlink(Posix.CWD, CString.of(LIVE + "/scandir"));
    expect(111, GOOD, "fatal: unable to read prefix for /run/live: No such file or directory");
    assertEquals("/db", compiled());
    assertEquals(2, machine.names("/run").size());
  }

  @Test
  void withoutAScannerTheNewDirectoriesAreNotManaged() {
    machine.unlink(Posix.CWD, CString.of("/scan/.s6-svscan/control"));
    assertEquals(100, update(GOOD));
    assertTrue(
        machine
            .errors()
            .substring(said)
            .endsWith(
                "fatal: unable to manage new service directories in /run/live: s6-svscan not running on"
                    + " /run/live/scandir\n"),
        machine::errors);
  }

  private static final String RESTARTS =
      "warning: unable to live update s6rc-fdholder - restarting it";

  private void startHolder() {
    assertEquals(0, run("s6-rc", "-l", LIVE, "change", "s6rc-fdholder"));
  }

  @Test
  void anFdHolderThatDoesNotAnswerIsRestarted() {
    startHolder();
    expect(0, "-t 9000 " + GOOD, RESTARTS);
    assertEquals(3, children.size(), children::toString);
    assertTrue(
        children.get(1).matches(".*s6-svc -T [0-9]{4} -rwR -- /run/live/servicedirs/s6rc-fdholder"),
        children.get(1));
    assertEquals("/db2", compiled());
  }

  @Test
  void oneThatDoesNotComeBackIsToldAndNothingMore() {
    startHolder();
    failing = 1;
    failure = 1;
    expect(0, GOOD, RESTARTS, "warning: unable to restart s6rc-fdholder");
    assertTrue(children.get(2).endsWith("-u -- change"), children.get(2));
  }

  @Test
  void ofTheFdHolderNothingIsSaidToWhoWantsNoWarnings() {
    startHolder();
    failing = 1;
    failure = 1;
    expect(0, "-v 0 " + GOOD);
    assertEquals(3, children.size(), children::toString);
  }

  @Test
  void theFdHoldersRestartTakesOfTheTime() {
    startHolder();
    machine.program("/usr/bin/s6-svc", child -> child.after(5000, () -> child.exit(0)));
    expect(2, "-t 3000 " + GOOD, RESTARTS, "fatal: timed out during s6rc-fdholder update");
    assertEquals("/db2", compiled());
    assertEquals(1, children.size(), children::toString);
  }

  @Test
  void withoutTheProgramTheFdHolderIsNotRestarted() {
    startHolder();
    machine.unlink(Posix.CWD, CString.of("/usr/bin/s6-svc"));
    expect(111, GOOD, RESTARTS, "fatal: unable to spawn s6-svc: No such file or directory");
  }
}
