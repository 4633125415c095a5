package s6j.rc.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.change.Services;

/** s6-rc-repo-sync and s6-rc-set-commit: what they compile, from where, and when not. */
class CommitAndSyncTest {
  private final FakePosix machine = new FakePosix();
  private final List<String> compiled = new ArrayList<>();
  private final FaultyPosix faulty = new FaultyPosix();
  private Services services = new Services().longrun("net").oneshot("mounts");
  private Map<String, int[]> bundles = Map.of();
  private String repository = "/repo";
  private int exit;
  private int said;

  CommitAndSyncTest() {
    define("/store", "net", "longrun");
    define("/store", "mounts", "oneshot");
    machine.program("/usr/bin/s6-rc-compile", this::compile);
    says(0, "repo-init -h holder /store");
    assertTrue(compiled.get(0).contains(" -h holder "), compiled.get(0));
    says(0, "set-new set");
  }

  private void define(String store, String name, String type) {
    machine.file(store + "/" + name + "/type", type + "\n");
  }

  private void compile(FakePosix child) {
    compiled.add(child.line());
    String[] words = child.line().split(" ");
    String target = words[List.of(words).indexOf("--") + 1];
    if (exit == 0) Live.writeDatabase(child, target, services.database());
    if (exit == 0) Live.writeNames(child, target, services.database(), bundles);
    child.exit(exit);
  }

  private int tool(String line) {
    said = machine.errors().length();
    compiled.clear();
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.set(0, "s6-rc-" + words.get(0));
    words.addAll(1, List.of("-r", repository));
    FakePosix process = machine.another();
    int code = Live.run(faulty.around(process), words.toArray(String[]::new));
    process.end(code);
    return code;
  }

  private void says(int code, String line, String... messages) {
    assertEquals(code, tool(line), machine::errors);
    StringBuilder all = new StringBuilder();
    for (String message : messages)
      all.append("s6-rc-" + line.split(" ")[0] + ": ").append(message).append('\n');
    String errors = machine.errors().substring(said).replaceAll(":[A-Za-z0-9]{6}\\b", ":XXXXXX");
    assertEquals(all.toString(), errors, line);
  }

  /** The names that were tried are as in the messages of s6-rc. */
  @Test
  void whereNothingCanBeMadeTheNameThatWasToBeIsTold() {
    String denied = ":XXXXXX: Permission denied";
    faulty.failCall("mkdir", 1, Errno.EACCES);
    says(111, "repo-sync", "fatal: unable to mkdtemp /repo/sources/..atomics" + denied);
    faulty.failCall("mkdir", 1, Errno.EACCES);
    says(111, "set-new other", "fatal: unable to mkdtemp /repo/sources/.other" + denied);
    faulty.failCall("mkdir", 1, Errno.EACCES);
    says(111, "repo-init -f /store", "fatal: unable to mkdtemp /repo:new" + denied);
    faulty.failCall("mkdir", 1, Errno.EACCES);
    says(111, "repo-init -U /store", "fatal: unable to mkdtemp /repo/.stores" + denied);
  }

  private String status() {
    int before = machine.output().length();
    assertEquals(0, tool("set-status set"));
    return machine.output().substring(before);
  }

  @Test
  void aCommitCompilesAllThatIsNotMasked() {
    says(0, "set-change set mask mounts");
    says(0, "set-commit set");
    assertEquals(1, compiled.size());
    String sources = compiled.get(0).substring(compiled.get(0).indexOf("/repo/sources"));
    assertEquals(
        "/repo/sources/set/bundle /repo/sources/set/usable /repo/sources/set/active"
            + " /repo/sources/set/always",
        sources);
    assertFalse(machine.exists("/repo/sources/set/bundle"));
    says(0, "set-commit set");
    assertEquals(List.of(), compiled);
    says(0, "set-commit -v 2 set", "info: set set is already up-to-date.");
    says(0, "set-commit -f set");
    assertEquals(1, compiled.size());
  }

  @Test
  void theDefaultBundleHoldsWhatIsStarted() {
    says(0, "set-change set active net");
    List<String> contents = new ArrayList<>();
    machine.program(
        "/usr/bin/s6-rc-compile",
        child -> {
          contents.addAll(child.names("/repo/sources/set/bundle/boot/contents.d"));
          compile(child);
        });
    says(0, "set-commit -D boot set");
    assertEquals(List.of("net"), contents);
    says(0, "set-change set usable net");
    assertEquals(111, tool("set-commit -D net set"));
    assertTrue(
        machine
            .errors()
            .substring(said)
            .startsWith("s6-rc-set-commit: fatal: bundle net is already defined at "));
  }

  @Test
  void bundlesAreCommittedIfNothingOfThemIsMasked() {
    machine.file("/store/all/type", "bundle\n").file("/store/nets/type", "bundle\n");
    bundles = Map.of("all", new int[] {0, 1}, "nets", new int[] {0});
    says(0, "repo-sync");
    List<String> committed = new ArrayList<>();
    machine.program(
        "/usr/bin/s6-rc-compile",
        child -> {
          committed.clear();
          committed.addAll(child.names("/repo/sources/set/bundle"));
          for (String name : committed)
            assertTrue(child.exists("/repo/sources/set/bundle/" + name + "/type"), name);
          compile(child);
        });
    says(0, "set-commit set");
    assertEquals(List.of("all", "default", "nets"), committed);
    says(0, "set-change set mask mounts");
    says(
        0,
        "set-commit -v 3 set",
        "info: skipping bundle all containing e.g. masked service mounts");
    assertEquals(List.of("default", "nets"), committed);
  }

  @Test
  void whoWantsItIsToldOfServicesThatAreGone() {
    services = new Services().longrun("net");
    machine.unlink(Posix.CWD, CString.of("/store/mounts/type"));
    machine.rmdir(Posix.CWD, CString.of("/store/mounts"));
    says(
        0,
        "repo-sync -v 3",
        "info: service mounts does not exist anymore, removed from rx usable of set set");
    assertEquals("net/usable\n", status());
  }

  @Test
  void whatDoesNotFitIsNotCommitted() {
    services = new Services().longrun("net", 1).oneshot("mounts");
    says(0, "repo-sync");
    says(0, "set-change -v 0 set active net");
    says(1, "set-commit set", "fatal: unable to commit: found inconsistent dependencies");
    assertEquals(List.of(), compiled);
    says(0, "set-change set active mounts");
    says(0, "set-commit set");
  }

  @Test
  void definitionsThatComeAndGo() {
    define("/store", "mail", "longrun");
    machine.file("/store/all/type", "bundle\n").file("/store/all/contents.d/net", "");
    services = new Services().longrun("net").longrun("mail").essential().oneshot("mounts");
    says(0, "repo-sync");
    assertEquals("mail/always\nnet/usable\nmounts/usable\n", status());
    assertTrue(machine.exists("/repo/sources/.bundles/all"));
    assertFalse(machine.exists("/repo/sources/.atomics/all"));
  }

  @Test
  void definitionsThatAreNone() {
    define("/store", "odd", "wild");
    says(111, "repo-sync", "fatal: invalid service type for /repo/stores/0000/odd");
    assertEquals(List.of(), compiled);
    assertEquals("net/usable\nmounts/usable\n", status());
    define("/store", "odd", "longrun");
    exit = 1;
    assertEquals(1, tool("repo-sync"));
    assertEquals("net/usable\nmounts/usable\n", status());
    assertEquals(
        2, machine.names("/repo/sources").stream().filter(n -> n.startsWith("..")).count());
  }

  /** By the second rename: the first is that of the database. */
  @Test
  void aSyncThatCannotSwitchIsToldAndLeavesNothing() {
    define("/store", "mail", "longrun");
    services = new Services().longrun("net").longrun("mail").oneshot("mounts");
    List<String> before = machine.names("/repo/sources");
    faulty.failCall("rename", 2, Errno.ENOSPC);
    says(
        111,
        "repo-sync",
        "fatal: unable to symlink ..atomics:XXXXXX to /repo/sources/.atomics: No space left on"
            + " device");
    assertEquals(before, machine.names("/repo/sources"));
    faulty.failCall("rename", 3, Errno.ENOSPC);
    says(
        111,
        "repo-sync",
        "fatal: unable to symlink ..bundles:XXXXXX to /repo/sources/.bundles: No space left on"
            + " device");
    assertEquals(before.size(), machine.names("/repo/sources").size());
    assertEquals("net/usable\nmounts/usable\n", status());
    says(0, "repo-sync");
    assertEquals("net/usable\nmail/usable\nmounts/usable\n", status());
  }

  private static final String NO_ROOM = ": No space left on device";

  @Test
  void aRepositoryThatCannotHaveItsStoresIsNotThere() {
    repository = "/other";
    faulty.failCall("symlink", 1, Errno.ENOSPC);
    List<String> before = machine.names("/");
    says(
        111,
        "repo-init /store",
        "fatal: unable to symlink .stores:XXXXXX to /other:new:XXXXXX/stores" + NO_ROOM);
    assertEquals(before, machine.names("/"));
  }

  @Test
  void withoutRoomForOtherStoresTheyStayTheSame() {
    define("/more", "mail", "longrun");
    List<String> before = machine.names("/repo");
    faulty.failCall("symlink", 2, Errno.ENOSPC);
    says(
        111,
        "repo-init -U /store /more",
        "fatal: unable to symlink .stores:XXXXXX to /repo/stores" + NO_ROOM);
    assertEquals(before, machine.names("/repo"));
    assertFalse(machine.exists("/repo/stores/0001"));
    assertEquals("net/usable\nmounts/usable\n", status());
  }

  @Test
  void aRepositoryIsPutAsideByForce() {
    says(111, "repo-init /store", "fatal: unable to rename /repo:new:XXXXXX to /repo: " + TAKEN);
    assertEquals("net/usable\nmounts/usable\n", status());
    says(0, "repo-init -f /store");
    List<String> aside = machine.names("/").stream().filter(n -> n.startsWith("repo:")).toList();
    assertEquals(1, aside.size());
    assertTrue(machine.exists("/" + aside.get(0) + "/sources/set/usable/net"));
    assertFalse(machine.exists("/repo/sources/set"));
    says(0, "set-new set");
  }

  private static final String TAKEN = "Directory not empty";

  /** The first rename finds that the name is taken. */
  @Test
  void whatCannotBePutAsideStays() {
    List<String> before = machine.names("/");
    faulty.failCall("rename", 2, Errno.ENOSPC);
    says(111, "repo-init -f /store", "fatal: unable to rename /repo to /repo:old:XXXXXX" + NO_ROOM);
    faulty.failCall("rename", 3, Errno.ENOSPC);
    says(111, "repo-init -f /store", "fatal: unable to rename /repo:new:XXXXXX to /repo" + NO_ROOM);
    assertEquals(before, machine.names("/"));
    assertEquals("net/usable\nmounts/usable\n", status());
  }

  @Test
  void theLaterStoreCounts() {
    define("/more", "net", "longrun");
    says(
        0,
        "repo-init -U /store /more",
        "warning: service net provided in store 0000; overridden by new definition in store 0001");
    says(0, "repo-sync -v 0");
  }

  @Test
  void storesHaveNumbersInHexadecimal() {
    String[] numbers = {"0000", "0001", "000f", "0010", "00ff", "1234"};
    int[] stores = {0, 1, 15, 16, 255, 0x1234};
    for (int i = 0; i < stores.length; i++)
      assertEquals(numbers[i], CString.text(RepoSync.number(stores[i])));
  }
}
