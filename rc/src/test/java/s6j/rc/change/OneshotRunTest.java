package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.files.RcScriptReader;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.rc.Live;

/** s6-rc-oneshot-run: which command lines are one, and what it says of databases that are none. */
class OneshotRunTest {
  private final RcDatabase set = new Services().longrun("l").oneshot("a").database();
  private final Live live = new Live(set);
  private int said;

  private int run(String line) {
    said = live.posix.errors().length();
    return live.runApart(("s6-rc-oneshot-run -l /live " + line).split(" "));
  }

  private void fails(int code, String line, String why) {
    assertEquals(code, run(line), live.posix::errors);
    assertEquals(
        "s6-rc-oneshot-run: fatal: " + why + "\n", live.posix.errors().substring(said), line);
  }

  @Test
  void commandLinesThatAreNone() {
    for (String line : new String[] {"up", "sideways 1", "up one", "-q up 1"}) {
      assertEquals(100, run(line), line);
      assertTrue(live.posix.errors().length() > said, line);
    }
  }

  @Test
  void scriptsWithoutWordsSucceed() {
    for (String line : new String[] {"up 1", "down 1", "-b up 1", "-b --no-block down 1"})
      assertEquals(0, run(line), line);
    assertEquals("", live.posix.errors());
  }

  @Test
  void onlyOneshotsHaveScripts() {
    fails(3, "up 0", "invalid service number");
    fails(3, "up 2", "invalid service number");
    fails(3, "down 99999", "invalid service number");
  }

  @Test
  void whatCannotBeReadIsTold() {
    live.posix.file("/db/db", "");
    assertTrue(run("up 1") != 0);
    live.posix.unlink(Posix.CWD, CString.of("/db/db"));
    fails(111, "up 1", "unable to read /live/compiled/db: No such file or directory");
    live.posix.unlink(Posix.CWD, CString.of("/db/n"));
    fails(111, "up 1", "unable to read /live/compiled/n: No such file or directory");
    live.posix.unlink(Posix.CWD, CString.of("/live/compiled"));
    fails(111, "up 1", "unable to take lock on /live/compiled: No such file or directory");
  }

  @Test
  void aLockedDatabaseIsNotRun() {
    FakePosix other = live.posix.another();
    byte[] lock = CString.of("/db/lock");
    int fd = other.open(Posix.CWD, lock, s6j.posix.OpenFlags.O_WRONLY, 0);
    assertEquals(0, other.lock(fd, true, false));
    fails(111, "up 1", "unable to take lock on /live/compiled: Device or resource busy");
    other.end(0);
    assertEquals(0, run("up 1"));
  }

  // ---- what it becomes, foreseen by who would start it ------------------------------------------

  /** The name of a third service is the one word of the second's script; the last has none. */
  private static Live scripts() {
    RcDatabase set = new Services().longrun("l").oneshot("a").oneshot("prog").database();
    set.argumentCount[RcScriptReader.UP][0] = 1;
    set.firstArgument[RcScriptReader.UP][0] = set.name[2];
    Live live = new Live(set);
    live.posix.program("/suite/ipc", child -> {});
    for (String name : new String[] {"s6-sudod", "s6-rc-oneshot-run", "other"})
      live.posix.symlink(CString.of("ipc"), Posix.CWD, CString.of("/suite/" + name));
    live.posix.program("/bin/s6-rc-oneshot-run", child -> {});
    return live;
  }

  private final Live scripts = scripts();

  /** "" if nothing is foreseen. */
  private String foreseen(String... words) {
    byte[][] variables = {CString.of("PATH=/bin")};
    return foreseen(variables, words);
  }

  private String foreseen(byte[][] variables, String... words) {
    FakePosix server =
        scripts.posix.another().setOwnPath("/suite/s6-sudod").setEnvironment("PATH=/usr/bin:/bin");
    Spawn spawn = new Spawn();
    byte[][] arguments = Live.words(words);
    spawn.arguments = arguments;
    spawn.environment = variables;
    boolean foreseen = OneshotRun.foresee(server, spawn);
    if (!foreseen) assertTrue(spawn.arguments == arguments && spawn.environment == variables);
    assertEquals("", server.errors());
    server.end(0);
    return foreseen ? line(spawn.arguments) + " " + line(spawn.environment) : "";
  }

  private static String line(byte[][] words) {
    StringBuilder line = new StringBuilder();
    for (byte[] word : words)
      if (word != null) line.append(line.length() == 0 ? "" : " ").append(CString.text(word));
    return line.toString();
  }

  private String asked(String... last) {
    String[] words = {"/suite/s6-rc-oneshot-run", "-l", "/live", "--", last[0], last[1]};
    return foreseen(words);
  }

  @Test
  void aScriptThatIsThereIsForeseen() {
    assertEquals("prog PATH=/bin RC_NAME=a", asked("up", "1"));
    String[] words = {"/suite/s6-rc-oneshot-run", "-l", "/live", "--", "up", "1"};
    assertEquals("prog PATH=/usr/bin:/bin RC_NAME=a", foreseen(null, words));
  }

  /** Nothing is said of it but by the program itself. */
  @Test
  void whateverElseIsNot() {
    assertEquals("", asked("down", "1"));
    assertEquals("", asked("up", "2"));
    assertEquals("", asked("up", "0"));
    assertEquals("", asked("up", "9"));
    assertEquals("", asked("up", "one"));
    assertEquals("", asked("sideways", "1"));
    String own = "/suite/s6-rc-oneshot-run";
    assertEquals("", foreseen(own, "-l", "/live", "-b", "--", "up", "1"));
    assertEquals("", foreseen(own, "-l", "/nowhere", "--", "up", "1"));
    assertEquals("", foreseen(own, "-q", "/live", "--", "up", "1"));
    assertEquals("", foreseen(own, "-l", "/live", "up", "1", "--"));
    assertEquals("", foreseen(own));
    assertEquals("", foreseen("/suite/other", "-l", "/live", "--", "up", "1"));
    assertEquals("", foreseen("/bin/s6-rc-oneshot-run", "-l", "/live", "--", "up", "1"));
    assertEquals("", foreseen("/no/s6-rc-oneshot-run", "-l", "/live", "--", "up", "1"));
  }

  @Test
  void aDatabaseThatIsLockedOrBrokenIsForTheProgramToTell() {
    FakePosix other = scripts.posix.another();
    int fd = other.open(Posix.CWD, CString.of("/db/lock"), s6j.posix.OpenFlags.O_WRONLY, 0);
    assertEquals(0, other.lock(fd, true, false));
    assertEquals("", asked("up", "1"));
    other.end(0);
    scripts.posix.file("/db/db", "");
    assertEquals("", asked("up", "1"));
    scripts.posix.unlink(Posix.CWD, CString.of("/db/n"));
    assertEquals("", asked("up", "1"));
  }
}
