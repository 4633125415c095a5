package s6j.rc.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.change.Services;
import s6j.rc.live.Control;
import s6j.rc.live.LiveDirectory;

/** The command line of s6-rc: what it prints, what it refuses and how it ends. */
class RcCommandTest {
  /** The essential base; net needs it, web needs net; mail is nobody's; and one oneshot. */
  private final Live live =
      new Live(
              new Services()
                  .longrun("base")
                  .essential()
                  .longrun("net", 0)
                  .longrun("web", 1)
                  .longrun("mail")
                  .oneshot("mounts"))
          .supervised();

  private int said;
  private int printed;

  private int rc(String line) {
    said = live.posix.errors().length();
    printed = live.posix.output().length();
    List<String> words = new ArrayList<>(List.of("s6-rc", "-l", "/live"));
    words.addAll(List.of(line.split(" ")));
    return live.runApart(words.toArray(String[]::new));
  }

  private String errors() {
    return live.posix.errors().substring(said);
  }

  private String output() {
    return live.posix.output().substring(printed);
  }

  private void expect(int code, String line, String output, String errors) {
    assertEquals(code, rc(line), line);
    assertEquals(output, output(), line);
    assertEquals(errors, errors(), line);
  }

  private void prints(String line, String... names) {
    expect(0, line, names.length == 0 ? "" : String.join("\n", names) + "\n", "");
  }

  private void refuses(int code, String line, String why) {
    expect(code, line, "", "s6-rc: fatal: " + why + "\n");
  }

  @BeforeEach
  void netAndWhatItNeedsAreUp() {
    assertEquals(0, rc("start net"));
    assertEquals("13000", live.state());
  }

  @Test
  void listTakesTheSelectionAsItIs() {
    prints("list web", "web");
    prints("-u list web", "web");
    prints("list");
    prints("-a list", "base", "net");
    prints("-a -e list", "net");
    prints("-a -e -E list", "base", "net");
    prints("-a list mounts", "base", "net", "mounts");
    prints("-d list web", "base", "net", "mail", "mounts");
    prints("-da list", "web", "mail", "mounts");
    prints("-D list", "net", "web", "mail", "mounts");
    prints("-d -u list mail", "mail");
  }

  @Test
  void listallAddsWhatIsNeededOrNeeds() {
    prints("listall web", "base", "net", "web");
    prints("-d listall net", "net", "web");
    prints("-e listall web", "net", "web");
    prints("-da listall", "base", "net", "web");
    prints("listall");
  }

  @Test
  void diffTellsWhoIsNotAsItWasBrought() {
    prints("diff");
    live.supervisors.get("mail").become(true);
    prints("diff");
    told("mail", "u");
    told("net", "d");
    expect(1, "diff", "-net\n+mail\n", "");
    live.supervisors.get("web").leave();
    live.posix.unlink(Posix.CWD, CString.of("/live/servicedirs/web/supervise/status"));
    refuses(
        111,
        "diff",
        "unable to read longrun status for /live/servicedirs/web: No such file or directory");
  }

  /** By somebody else, with s6-svc. */
  private void told(String name, String letters) {
    Control.sendService(live.posix, CString.of("/live/servicedirs/" + name), letters);
    live.supervisors.get(name).look();
  }

  @Test
  void helpNamesTheCommands() {
    assertEquals(0, rc("help"));
    String[] lines = output().split("\n");
    assertEquals("s6-rc help", lines[0]);
    String[] commands = {"list ", "listall ", "diff", "change "};
    for (int i = 0; i < commands.length; i++) {
      assertTrue(lines[i + 1].startsWith("s6-rc [ -l live ]"), lines[i + 1]);
      assertTrue(lines[i + 1].contains("] " + commands[i].trim()), lines[i + 1]);
    }
  }

  @Test
  void whatIsNoCommandLineIsRefused() {
    refuses(100, "frobnicate", "unknown command: frobnicate");
    refuses(100, "-v x list", "verbosity must be an unsigned integer");
    refuses(100, "-n x change", "dry-run must be an unsigned integer");
    refuses(100, "-t x change", "verbosity must be an unsigned integer");
    refuses(100, "--concurrency=x change", "concurrency must be an unsigned integer");
    refuses(100, "--concurrency=0 change", "concurrency must be an unsigned integer");
    refuses(3, "list nobody", "nobody is not a recognized identifier in /live/resolve.cdb");
    refuses(100, "-q list", "unrecognized short option: q");
    for (String line : List.of("-v 1", "why", "why net web")) {
      assertEquals(100, rc(line), line);
      assertTrue(errors().contains("usage: s6-rc "), errors());
    }
    assertEquals("13000", live.state());
  }

  @Test
  void startAndStopHaveTheirDirectionWhateverTheOptionsSay() {
    assertEquals(0, rc("-d start mail"));
    assertEquals("13030", live.state());
    assertEquals(0, rc("-u stop mail"));
    assertEquals("13000", live.state());
    assertEquals(0, rc("-p start mail"));
    assertEquals("13030", live.state());
    assertEquals(0, rc("-p stop mail"));
    assertEquals("13000", live.state());
  }

  @Test
  void pruningStopsWhatIsNotNamed() {
    assertEquals(0, rc("-p change mail"));
    assertEquals("12030", live.state());
    assertEquals(
        "s6-rc: warning: service base is marked as essential, not stopping it\n", errors());
  }

  @Test
  void essentialServicesAreSparedUnlessTheyAreNotToBe() {
    assertEquals(0, rc("-d change base"));
    assertEquals("12000", live.state());
    assertEquals(
        "s6-rc: warning: service base is marked as essential, not stopping it\n", errors());
    assertEquals(0, rc("-v0 -d change base"));
    assertEquals("", errors());
    assertEquals(0, rc("-D change base"));
    assertEquals("02000", live.state());
    assertEquals("", errors());
    assertEquals(0, rc("start base"));
    assertEquals(0, rc("-de change base"));
    assertEquals("02000", live.state());
  }

  @Test
  void theMoreVerboseTheMoreIsTold() {
    expect(
        0,
        "-v3 start net mail",
        "",
        """
        s6-rc: info: bringing selected services up
        s6-rc: info: service mail: starting
        s6-rc: info: service base: already up
        s6-rc: info: service net: already up
        s6-rc: info: service mail successfully started
        """);
    expect(
        0,
        "-v3 stop mail web",
        "",
        """
        s6-rc: info: bringing selected services down
        s6-rc: info: service mail: stopping
        s6-rc: info: service web: already down
        s6-rc: info: service mail successfully stopped
        """);
    expect(0, "-v1 start mail", "", "");
  }

  @Test
  void whatIsAskedForByNameIsNoted() {
    assertEquals(0, rc("start web"));
    assertEquals("13300", live.state());
    assertEquals(0, rc("stop web"));
    assertEquals("13000", live.state());
  }

  @Test
  void aTableOfStates() {
    live.supervisors.get("mail").leave();
    live.posix.file("/live/servicedirs/web/notification-fd", "3\n");
    assertEquals(0, rc("start web"));
    assertEquals(0, rc("status"));
    assertEquals(
        """
        SERVICE  TYPE     STATE  WANTED  SINCE  PID  READY  EXIT
        base     longrun  up     up      0s     77   -      -
        net      longrun  up     up      0s     77   -      -
        web      longrun  up     up      0s     77   yes    -
        mail     longrun  down   -       -      -    -      -
        mounts   oneshot  down   -       -      -    -      -
        """,
        output());
    assertEquals(0, rc("status mounts"));
    assertEquals(2, output().split("\n").length);
  }

  @Test
  void theSameForPrograms() {
    live.supervisors.get("mail").leave();
    assertEquals(0, rc("--json status base net web mail mounts"));
    String supervised = ",\"supervised\":true,\"wantedUp\":true,\"running\":true,\"ready\":false";
    assertEquals(
        "[\n{\"name\":\"base\",\"type\":\"longrun\",\"state\":\"up\",\"named\":false,\"essential\":true"
            + supervised
            + ",\"seconds\":0,\"pid\":77},\n"
            + "{\"name\":\"net\",\"type\":\"longrun\",\"state\":\"up\",\"named\":true,\"essential\":false"
            + supervised
            + ",\"seconds\":0,\"pid\":77},\n"
            + "{\"name\":\"web\",\"type\":\"longrun\",\"state\":\"down\",\"named\":false"
            + ",\"essential\":false,\"supervised\":true,\"wantedUp\":false,\"running\":false"
            + ",\"ready\":false,\"seconds\":0},\n"
            + "{\"name\":\"mail\",\"type\":\"longrun\",\"state\":\"down\",\"named\":false"
            + ",\"essential\":false,\"supervised\":false},\n"
            + "{\"name\":\"mounts\",\"type\":\"oneshot\",\"state\":\"down\",\"named\":false"
            + ",\"essential\":false,\"supervised\":false}\n]\n",
        output());
  }

  @Test
  void timesForPrograms() {
    assertEquals(0, rc("--json times"));
    String[] lines = output().split("\n");
    assertTrue(lines[0].matches("\\{\"began\":\\d+,\"microseconds\":20000,\"services\":\\["));
    assertEquals("{\"name\":\"base\",\"began\":0,\"took\":10000,\"succeeded\":true},", lines[1]);
    assertEquals(
        "{\"name\":\"net\",\"began\":10000,\"took\":10000,\"succeeded\":true}],", lines[2]);
    assertEquals("\"criticalPath\":[\"base\",\"net\"]}", lines[3]);
    assertEquals(0, rc("times net"));
    assertTrue(output().contains("\nnet "));
    assertTrue(!output().contains("\nbase "));
  }

  @Test
  void whatIsDamagedIsTold() {
    live.posix.file("/live/state", new byte[4], 0644);
    refuses(4, "list", "unable to read valid state in /live/state");
    live.posix.unlink(Posix.CWD, CString.of("/live/state"));
    refuses(111, "list", "unable to read /live/state: No such file or directory");
    live.posix.file("/live/state", new byte[5], 0644);
    live.posix.file("/db/db", "nonsense");
    refuses(111, "list", "unable to read /live/db: Success");
    live.rewriteDatabase();
    live.posix.unlink(Posix.CWD, CString.of("/db/resolve.cdb"));
    refuses(111, "list", "unable to cdb_init /live/resolve.cdb: No such file or directory");
    live.posix.unlink(Posix.CWD, CString.of("/db/n"));
    refuses(111, "list", "unable to read /live/compiled/n: No such file or directory");
  }

  @Test
  void aLockIsTakenOrTold() {
    FakePosix other = live.posix.another();
    assertTrue(new LiveDirectory(other, CString.of("/live")).lock(true, false) >= 0);
    refuses(111, "start mail", "unable to take locks: Device or resource busy");
    assertEquals(0, rc("--no-lock start mail"));
    other.end(0);
    assertEquals("13030", live.state());
  }

  /** An s6-rc-compile or s6-rc-update may be at work on it. */
  @Test
  void theLockOfTheDatabaseIsTakenAsWell() {
    FakePosix other = live.posix.another();
    int fd = other.open(Posix.CWD, CString.of("/db/lock"), OpenFlags.O_WRONLY, 0);
    assertEquals(0, other.lock(fd, true, false));
    refuses(111, "list", "unable to take locks: Device or resource busy");
    assertEquals(0, rc("status"));
    assertEquals(0, rc("--no-lock list"));
    other.end(0);
    prints("list");
  }
}
