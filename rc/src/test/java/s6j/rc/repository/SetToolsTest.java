package s6j.rc.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.change.Services;

/** The tools of repositories and sets: what they print, refuse and run. */
class SetToolsTest {
  private static final String COMPILED = "/etc/s6-rc/compiled/current";

  /** web needs net, net needs disk; vital is essential and needs disk; mail is nobody's. */
  private static final Services SERVICES =
      new Services()
          .longrun("web", 1)
          .longrun("net", 2)
          .longrun("disk")
          .longrun("vital", 2)
          .essential()
          .oneshot("mail");

  private static final List<String> NAMES = List.of("web", "net", "disk", "vital", "mail");

  private final FakePosix machine = new FakePosix();
  private final List<String> children = new ArrayList<>();
  private int exit;
  private int said;
  private int printed;

  SetToolsTest() {
    for (String name : NAMES)
      machine.file("/store/" + name + "/type", name.equals("mail") ? "oneshot\n" : "longrun\n");
    machine.directory("/etc/s6-rc/compiled").directory("/run");
    machine.program("/usr/bin/s6-rc-compile", this::compile);
    machine.program("/usr/bin/s6-rc-update", this::update);
    ok("repo-init /store");
    ok("set-new set");
  }

  private void compile(FakePosix child) {
    children.add(child.line());
    String[] words = child.line().split(" ");
    Live.writeDatabase(child, words[List.of(words).indexOf("--") + 1], SERVICES.database());
    child.exit(0);
  }

  private void update(FakePosix child) {
    children.add(child.line());
    child.exit(exit);
  }

  private int tool(String line) {
    said = machine.errors().length();
    printed = machine.output().length();
    children.clear();
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.set(0, "s6-rc-" + words.get(0));
    words.addAll(1, List.of("-r", "/repo"));
    FakePosix process = machine.another();
    int code = Live.run(process, words.toArray(String[]::new));
    process.end(code);
    return code;
  }

  private String errors() {
    return machine.errors().substring(said);
  }

  private void ok(String line) {
    assertEquals(0, tool(line), machine::errors);
    assertEquals("", errors(), line);
  }

  private void prints(String line, String... lines) {
    ok(line);
    String text = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
    assertEquals(text, machine.output().substring(printed), line);
  }

  /** Ends with the code, and says this of itself. */
  private void says(int code, String line, String message) {
    assertEquals(code, tool(line), () -> line + "\n" + errors());
    String program = "s6-rc-" + line.split(" ")[0];
    assertEquals(program + ": " + message + "\n", errors(), line);
  }

  private static final String NAME = "fatal: set names cannot contain / or newlines";

  @Test
  void namesThatNothingCanHaveAreRefused() {
    for (String tool :
        List.of("set-new", "set-delete", "set-status", "set-fix", "set-commit", "set-install"))
      says(100, tool + " a/b", NAME);
    says(100, "set-new a\nb", NAME);
    says(100, "set-copy set a/b", NAME);
    says(100, "set-copy a/b set", NAME);
    says(100, "set-change a/b active web", NAME);
    says(100, "set-status set .x", "fatal: service names cannot start with a dot");
    says(100, "set-status set a/b", "fatal: service names cannot contain / or newlines");
    says(100, "set-status set /a", "fatal: service names cannot contain / or newlines");
    says(100, "set-status set a\nb", "fatal: service names cannot contain / or newlines");
    says(100, "set-status set \na", "fatal: service names cannot contain / or newlines");
    says(100, "set-change set active  web", "fatal: service names cannot be empty");
    for (String prefix : List.of("s6rc-", "s6-rc-"))
      says(
          100,
          "set-change set active " + prefix + "x",
          "fatal: service names cannot start with reserved prefixes");
  }

  @Test
  void commandLinesThatAreNoneAreRefused() {
    for (String line :
        List.of(
            "set-new",
            "set-delete",
            "set-copy set",
            "set-change set active",
            "set-status",
            "set-commit",
            "set-install",
            "repo-init")) {
      assertEquals(100, tool(line), line);
      assertTrue(errors().contains("usage: s6-rc-"), line + errors());
      assertEquals(100, tool(line.replaceFirst("( |$)", " -q ")), line);
    }
    says(100, "repo-list -v x", "fatal: verbosity needs to be an unsigned integer");
    says(100, "set-copy set set", "fatal: source and destination sets are the same");
    says(100, "set-install -c db set", "fatal: bootdb needs to be an absolute path");
    says(100, "set-install -l live set", "fatal: livedir needs to be an absolute path");
    says(100, "repo-init store", "fatal: store is not an absolute path");
    says(100, "repo-init /a\nb", "fatal: stores cannot contain newlines in their path");
    says(111, "repo-init /no", "fatal: unable to stat /no: No such file or directory");
    says(111, "repo-init /store/web/type", "fatal: /store/web/type is not a directory");
    says(100, "set-change set wild web", "fatal: unrecognized state change directive: wild");
    says(
        100,
        "set-change set always web",
        "fatal: unable to artificially mark a service as essential without --force-essential");
  }

  @Test
  void whatIsNotThereIsTold() {
    String none = "fatal: set none does not exist in repository /repo";
    says(3, "set-status none", none);
    says(3, "set-fix none", none);
    says(3, "set-install none", none);
    says(
        111,
        "set-copy none other",
        "fatal: unable to readlink /repo/sources/none: No such file or directory");
    says(100, "set-new set", "fatal: set set already exists in repository /repo");
    ok("set-new other");
    says(1, "set-copy set other", "fatal: set other already exists in repository /repo");
    says(1, "set-copy set other a/b", "fatal: set other already exists in repository /repo");
    ok("set-copy -f set other");
    machine.file("/repo/sources/odd", "");
    says(102, "set-status odd", "fatal: file /repo/sources/odd is not a directory");
    assertEquals(3, tool("set-status set nobody"), machine::errors);
  }

  /** Whatever the umask, and whoever's group: more than one may keep sets. */
  @Test
  void aSetBelongsToTheGroupOfItsDirectory() {
    String directory =
        machine.names("/repo/sources").stream().filter(n -> n.startsWith(".set")).findFirst().get();
    assertEquals(02755, machine.permissions("/repo/sources/" + directory));
  }

  @Test
  void whatWasCompiledOfASetGoesWithIt() {
    commit();
    assertTrue(machine.names("/repo/compiled").contains("set"));
    ok("set-delete set");
    assertFalse(machine.names("/repo/compiled").contains("set"));
  }

  @Test
  void whatWasCompiledAndCannotBeRemovedIsTold() {
    commit();
    byte[] compiled = CString.of("/repo/compiled/set");
    machine.unlink(Posix.CWD, compiled);
    machine.directory("/repo/compiled/set");
    says(111, "set-delete set", "fatal: unable to unlink /repo/compiled/set: Is a directory");
    prints("repo-list");
    machine.rmdir(Posix.CWD, compiled);
    ok("set-delete set");
  }

  /** Somebody has removed a link by hand. */
  @Test
  void aServiceThatASetDoesNotKnowIsTold() {
    machine.unlink(Posix.CWD, CString.of("/repo/sources/set/usable/mail"));
    says(
        102,
        "set-change set active mail",
        "fatal: inconsistent view in set set of repository /repo: service mail is defined in the"
            + " reference database but not in the textual representation of the set");
    ok("set-change -v 0 set active disk");
  }

  /** Whoever only reads waits as well: what is read belongs together. */
  @Test
  void everyToolWaitsForTheLock() {
    commit();
    String[] lines = {
      "repo-list",
      "repo-sync",
      "repo-init -U /store",
      "set-new new",
      "set-copy set copy",
      "set-status set",
      "set-change set active disk",
      "set-fix set",
      "set-commit set",
      INSTALL + " --no-update set",
      "set-delete set"
    };
    for (String line : lines) {
      FakePosix holder = machine.another();
      int fd = holder.open(Posix.CWD, CString.of("/repo/lock"), OpenFlags.O_WRONLY, 0);
      assertEquals(0, holder.lock(fd, true, false));
      machine.after(1000, () -> holder.end(0));
      long began = machine.monotonicNanos();
      ok(line);
      assertTrue(machine.monotonicNanos() - began >= 1_000_000_000, line);
    }
  }

  @Test
  void setsAreListed() {
    ok("set-copy set other");
    prints("repo-list", "set", "other");
    prints("repo-list -x set", "other");
    ok("set-delete set other");
    prints("repo-list");
    assertFalse(machine.names("/repo/sources").contains("set"));
  }

  @Test
  void statusGoesFromEssentialToMasked() {
    ok("set-change -v 0 set active disk");
    ok("set-change set mask mail");
    prints(
        "set-status set", "vital/always", "disk/active", "web/usable", "net/usable", "mail/masked");
    prints("set-status -e set", "disk/active", "web/usable", "net/usable", "mail/masked");
    prints("set-status -e -E -L set", "vital", "disk", "web", "net", "mail");
    prints("set-status set mail vital", "vital/always", "mail/masked");
    prints("set-status -L set net", "net");
  }

  @Test
  void everyWordForAStateIsKnown() {
    String[][] words = {
      {"masked", "mask", "masked", "suppress"},
      {
        "usable",
        "deactivate",
        "disable",
        "disabled",
        "inactive",
        "latent",
        "unmask",
        "unmasked",
        "usable"
      },
      {"active", "activate", "active", "enable", "enabled", "onboot"},
      {"always", "always", "essential", "make-essential"}
    };
    for (String[] row : words)
      for (int i = 1; i < row.length; i++) {
        ok("set-change -e set " + (row[0].equals("masked") ? "usable" : "masked") + " mail");
        ok("set-change -e set " + row[i] + " mail");
        prints("set-status set mail", "mail/" + row[0]);
      }
  }

  private static String others(String kind, String which, String state, String names) {
    return kind
        + ": the following services ("
        + which
        + " the ones given as arguments, or part of the same pipeline) "
        + (kind.equals("info") ? "are also being" : "also need to be")
        + " changed to \""
        + state
        + "\": "
        + names;
  }

  @Test
  void whatOthersNeedIsToldPulledOrRefused() {
    String needed = others("warning", "dependencies of", "active", "disk net ");
    says(0, "set-change -n set active web", needed);
    prints("set-status set web", "web/usable");
    says(1, "set-change -i set active web", needed.replace("warning", "fatal"));
    prints("set-status set web", "web/usable");
    ok("set-change -v 0 -n set active web");
    says(0, "set-change set active web", needed);
    prints("set-status set web net", "web/active", "net/usable");
    ok("set-change set usable web");
    says(
        0,
        "set-change -v 2 -p set active web",
        others("info", "dependencies of", "active", "disk net "));
    prints("set-status set web net disk", "web/active", "net/active", "disk/active");
    says(0, "set-change -i -I set usable net", others("warning", "depending on", "usable", "web "));
    ok("set-change -p set usable net");
    prints("set-status set web net disk", "disk/active", "web/usable", "net/usable");
  }

  @Test
  void aChangeThatIsNoneIsToldToWhoWantsIt() {
    says(
        0,
        "set-change -v 2 set usable mail",
        "info: service mail already existed in rxset usable of set set in repository /repo");
  }

  @Test
  void fixingLowersWhatNeedsOrRaisesWhatIsNeeded() {
    ok("set-change -v 0 set active web");
    ok("set-change -v 0 set usable vital");
    says(
        0,
        "set-fix -v 2 -n set",
        "info: (dry run) in set set of repository /repo: moving service web from active to usable");
    prints("set-status set web", "web/active");
    ok("set-fix set");
    prints("set-status set web", "web/usable");
    ok("set-change -v 0 set active web");
    ok("set-fix -u");
    prints(
        "set-status set", "web/active", "net/active", "disk/active", "vital/usable", "mail/usable");
  }

  @Test
  void fixingTellsOfMasks() {
    ok("set-change -v 0 set usable vital");
    ok("set-change -v 0 set mask net");
    says(
        0,
        "set-fix -n set",
        "warning: (dry run) service web will be masked by a downfix to masked");
    says(0, "set-fix set", "warning: service web will be masked by a downfix to masked");
    prints("set-status set web", "web/masked");
    ok("set-change -v 0 set usable web");
    says(0, "set-fix -u set", "warning: service net will be unmasked by an upfix to usable");
    prints("set-status set net", "net/usable");
  }

  @Test
  void anEssentialServiceIsLoweredByForce() {
    String cannot =
        "in set set of repository /repo: service vital is marked as essential and cannot be"
            + " downfixed (--no-force-essential)";
    says(1, "set-fix set", "fatal: " + cannot);
    says(0, "set-fix -n set", "warning: (dry run) " + cannot);
    prints("set-status set vital", "vital/always");
    says(
        0,
        "set-fix -e set",
        "warning: service vital will automatically be marked non-essential by a downfix to usable");
    prints("set-status set vital", "vital/usable");
  }

  private void commit() {
    ok("set-change -v 0 set usable vital");
    ok("set-commit set");
  }

  private static final String INSTALL = "set-install -l /run/live";

  @Test
  void whatIsCommittedIsInstalledOnce() {
    says(7, INSTALL + " set", "fatal: set set is not up-to-date; commit it first");
    commit();
    ok(INSTALL + " -b -E -f /conv set");
    String copy = "/etc/s6-rc/compiled/" + link(COMPILED);
    assertEquals(1, children.size());
    assertTrue(
        children.get(0).endsWith("s6-rc-update -b -E -v 1 -l /run/live -f /conv -- " + copy),
        children.get(0));
    assertTrue(machine.exists(copy + "/db"));
    assertFalse(machine.exists(copy + ":unfinished"));
    assertEquals(0, tool(INSTALL + " set"));
    assertEquals(
        "s6-rc-set-install: info: set set is already installed as " + copy + "\n", errors());
    assertEquals(List.of(), children);
    ok("set-change set active mail");
    assertEquals(7, tool(INSTALL + " set"));
  }

  @Test
  void withoutAnUpdateOnlyTheLinkIsChanged() {
    commit();
    ok(INSTALL + " --no-update set");
    assertEquals(List.of(), children);
    assertTrue(machine.exists(COMPILED + "/db"));
  }

  private String link(String path) {
    byte[] text = new byte[4096];
    int length = machine.readlink(Posix.CWD, CString.of(path), text);
    return CString.text(CString.slice(text, 0, length));
  }

  /** By the exit code of s6-rc-update: whether the live directory is on the new database. */
  @Test
  void whatAnUpdateCameToDecidesOverTheOldDatabase() {
    commit();
    Live.writeDatabase(machine, "/old", new Services().longrun("x").database());
    machine.directory("/run/live");
    machine.symlink(CString.of("/old"), Posix.CWD, CString.of("/run/live/compiled"));
    for (int code : new int[] {3, 10, 100}) {
      exit = code;
      says(
          code,
          INSTALL + " set",
          "fatal: s6-rc-update exited with code "
              + code
              + " (live database switch was NOT performed)");
      assertEquals(List.of(), machine.names("/etc/s6-rc/compiled"));
      assertTrue(machine.exists("/old/db"));
    }
    exit = 111;
    says(
        111,
        INSTALL + " set",
        "fatal: s6-rc-update exited 111, unable to know the state of the live db or clean up");
    assertTrue(machine.exists("/old/db"));
    // What was copied counts as installed, as in s6-rc; here by hand as begun.
    String copy = machine.names("/etc/s6-rc/compiled").get(0);
    machine.file("/etc/s6-rc/compiled/" + copy + ":unfinished", "");
    for (int code : new int[] {2, 1, 11}) {
      exit = code;
      assertEquals(code, tool(INSTALL + " -K set"), machine::errors);
      assertTrue(
          errors()
              .endsWith("exited with code " + code + " (live database switch was performed)\n"));
      assertEquals("/old\n", machine.output().substring(printed));
      assertTrue(machine.exists(COMPILED + "/db"));
      uninstall();
    }
    exit = 1;
    assertEquals(1, tool(INSTALL + " set"));
    assertFalse(machine.exists("/old/db"));
    assertTrue(machine.exists(COMPILED + "/db"));
  }

  /** By hand. */
  private void uninstall() {
    machine.file("/etc/s6-rc/compiled/" + link(COMPILED) + ":unfinished", "");
    machine.unlink(Posix.CWD, CString.of(COMPILED));
  }
}
