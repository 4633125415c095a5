package s6j.rc.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.change.Services;

/**
 * The tools of repositories and sets, killed before each call they make, and with each call
 * failing: nothing is lost, and s6-rc-repo-sync and s6-rc-set-fix find a repository that they can
 * work on.
 */
@Tag("slow")
class RepositoryKilledTest {
  private static final String REPOSITORY = "/repo";

  /** The directory of a boot database, and a live directory that is on it. */
  private static final String BOOT = "/boot/current";

  private static FakePosix machine() {
    FakePosix machine = new FakePosix();
    define(machine, "a", "longrun");
    define(machine, "b", "oneshot");
    machine.directory("/boot").directory("/run");
    machine.program("/usr/bin/s6-rc-compile", RepositoryKilledTest::compile);
    machine.program("/usr/bin/s6-rc-update", RepositoryKilledTest::update);
    machine.program("/usr/bin/s6-rc-repo-sync", child -> child.exit(0));
    return machine;
  }

  private static void define(FakePosix machine, String name, String type) {
    machine.file("/store/" + name + "/type", type + "\n");
  }

  /** Writes a database of what the sources hold, longruns first; which takes its time. */
  private static void compile(FakePosix child) {
    String[] words = child.line().split(" ");
    int first = List.of(words).indexOf("--") + 1;
    Services services = new Services();
    for (String type : List.of("longrun", "oneshot"))
      for (int i = first + 1; i < words.length; i++)
        for (String name : child.names(words[i]))
          if (child.exists("/store/" + name) && type(child, name).equals(type))
            if (type.equals("longrun")) services.longrun(name);
            else services.oneshot(name);
    child.after(
        10,
        () -> {
          Live.writeDatabase(child, words[first], services.database());
          child.exit(0);
        });
  }

  private static String type(FakePosix child, String name) {
    return CString.text(child.bytes("/store/" + name + "/type")).trim();
  }

  /** Lets the live directory lead to another database. */
  private static void update(FakePosix child) {
    String[] words = child.line().split(" ");
    byte[] link = CString.of("/run/live/compiled");
    child.unlink(Posix.CWD, link);
    child.symlink(CString.of(words[words.length - 1]), Posix.CWD, link);
    child.exit(0);
  }

  private static int run(FakePosix machine, Posix process, FakePosix own, String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(1, List.of("-r", REPOSITORY));
    int code = Live.run(process, line.toArray(String[]::new));
    own.end(code);
    return code;
  }

  private static int run(FakePosix machine, String... words) {
    FakePosix own = machine.another();
    return run(machine, own, own, words);
  }

  private static void expect(FakePosix machine, String when, String... words) {
    assertEquals(0, run(machine, words), () -> when + ": " + words[0] + "\n" + machine.errors());
  }

  /** What a tool prints. */
  private static String answer(FakePosix machine, String... words) {
    int before = machine.output().length();
    expect(machine, "", words);
    return machine.output().substring(before);
  }

  private static FakePosix repository() {
    FakePosix machine = machine();
    expect(machine, "", "s6-rc-repo-init", "/store");
    return machine;
  }

  /** With a committed set in which a is active. */
  private static FakePosix set() {
    FakePosix machine = repository();
    expect(machine, "", "s6-rc-set-new", "set");
    expect(machine, "", "s6-rc-set-change", "set", "active", "a");
    expect(machine, "", "s6-rc-set-commit", "set");
    return machine;
  }

  /** A tool, its beginning and what must hold of the repository after it, whatever happened. */
  private record Case(
      java.util.function.Supplier<FakePosix> begin, Consumer<FakePosix> check, String... words) {

    /** Killed before every call; then it is called again. */
    void killed() {
      boolean over = false;
      int calls = 0;
      for (; !over; calls++) {
        FakePosix machine = begin.get();
        FaultyPosix faulty = new FaultyPosix().dieAtCall(calls + 1);
        FakePosix own = machine.another();
        try {
          run(machine, faulty.around(own), own, words);
          over = true;
        } catch (FaultyPosix.Death death) {
          own.endWith(9);
        }
        verify(machine, calls + 1 + " " + faulty.failed());
      }
      assertTrue(calls > 10, "it makes many calls: " + calls);
    }

    /** What failed is told with the name of a file, exit 111; else all was done. */
    void failing() {
      FakePosix undisturbed = begin.get();
      run(undisturbed, words);
      String done = visible(undisturbed);
      FaultyPosix.sweep(
          faulty -> {
            FakePosix machine = begin.get();
            FakePosix own = machine.another();
            int before = machine.errors().length();
            int code = run(machine, faulty.around(own), own, words);
            String said = machine.errors().substring(before);
            boolean program = said.contains("s6-rc-compile") || said.contains("s6-rc-update");
            boolean names = said.contains("/") || program;
            // A message that cannot be written is missed by nobody else.
            boolean mute = String.valueOf(faulty.failed()).startsWith("write");
            assertTrue(code == 0 || names || mute, () -> faulty.failed() + ": " + said);
            assertTrue(code == 0 || code == 111, () -> code + ": " + faulty.failed() + ": " + said);
            if (code == 0) assertEquals(done, visible(machine), faulty.failed());
            verify(machine, faulty.failed());
          });
    }

    private void verify(FakePosix machine, String when) {
      try {
        check.accept(machine);
      } catch (AssertionError wrong) {
        throw new AssertionError(when + "\n" + machine.errors(), wrong);
      }
    }
  }

  /**
   * What users of a machine find: files but hidden ones, which are what links lead to, and what is
   * of no use any more, which the next call removes.
   */
  private static String visible(FakePosix machine) {
    StringBuilder all = new StringBuilder();
    for (String top : List.of("/repo", "/boot", "/run")) visible(machine, top, all);
    return all.toString().replaceAll("(?m)^/(repo/sources/set/bundle|boot/old)\\b.*\\n", "");
  }

  private static void visible(FakePosix machine, String path, StringBuilder all) {
    if (!machine.exists(path)) return;
    all.append(path).append('\n');
    List<String> names = machine.names(path);
    for (String name : names)
      if (!name.startsWith(".") || name.equals(".atomics") || name.equals(".bundles"))
        visible(machine, path + "/" + name, all);
  }

  private static void mend(FakePosix machine) {
    expect(machine, "", "s6-rc-repo-sync");
    expect(machine, "", "s6-rc-set-fix");
  }

  private static List<String> sets(FakePosix machine) {
    return answer(machine, "s6-rc-repo-list").lines().sorted().toList();
  }

  private static void sweep(Case story) {
    story.killed();
    story.failing();
  }

  @Test
  void syncTakesOverAStore() {
    sweep(
        new Case(
            () -> {
              FakePosix machine = set();
              define(machine, "c", "oneshot");
              return machine;
            },
            machine -> {
              mend(machine);
              assertEquals(List.of("set"), sets(machine));
              assertEquals(
                  "a/active\nb/usable\nc/usable\n", answer(machine, "s6-rc-set-status", "set"));
            },
            "s6-rc-repo-sync"));
  }

  /** Nothing stands, or what s6-rc-repo-sync completes. */
  @Test
  void aRepositoryIsMadeOrNot() {
    sweep(
        new Case(
            RepositoryKilledTest::machine,
            machine -> {
              if (!machine.exists(REPOSITORY)) expect(machine, "", "s6-rc-repo-init", "/store");
              mend(machine);
              expect(machine, "", "s6-rc-set-new", "set");
              assertEquals("a/usable\nb/usable\n", answer(machine, "s6-rc-set-status", "set"));
            },
            "s6-rc-repo-init",
            "/store"));
  }

  private static FakePosix setAndOtherStore() {
    FakePosix machine = set();
    machine.directory("/store2");
    return machine;
  }

  /** As above; and the sets of the one that was put aside are in it whatever happens. */
  @Test
  void aRepositoryIsPutAsideOrStays() {
    sweep(
        new Case(
            RepositoryKilledTest::setAndOtherStore,
            machine -> {
              assertEquals(1, holders(machine).size());
              if (!machine.exists(REPOSITORY)) expect(machine, "", "s6-rc-repo-init", "/store2");
              mend(machine);
              boolean stays = holders(machine).contains("repo");
              assertEquals(stays ? List.of("set") : List.of(), sets(machine));
              if (!stays) expect(machine, "", "s6-rc-set-new", "set");
              assertEquals(
                  stays ? "a/active\nb/usable\n" : "", answer(machine, "s6-rc-set-status", "set"));
            },
            "s6-rc-repo-init",
            "-f",
            "/store2"));
  }

  /** The repositories that have the set, under whatever name. */
  private static List<String> holders(FakePosix machine) {
    return machine.names("/").stream()
        .filter(name -> machine.exists("/" + name + "/sources/set/active/a"))
        .toList();
  }

  @Test
  void initGivesOtherStores() {
    sweep(
        new Case(
            RepositoryKilledTest::setAndOtherStore,
            machine -> {
              mend(machine);
              assertEquals("a/active\nb/usable\n", answer(machine, "s6-rc-set-status", "set"));
            },
            "s6-rc-repo-init",
            "-U",
            "/store",
            "/store2"));
  }

  @Test
  void aSetIsMadeOrNot() {
    sweep(
        new Case(
            RepositoryKilledTest::repository,
            machine -> {
              mend(machine);
              if (sets(machine).isEmpty()) expect(machine, "", "s6-rc-set-new", "set");
              assertEquals(List.of("set"), sets(machine));
              assertEquals("a/usable\nb/usable\n", answer(machine, "s6-rc-set-status", "set"));
            },
            "s6-rc-set-new",
            "set"));
  }

  @Test
  void aSetIsCopiedOrNot() {
    sweep(
        new Case(
            RepositoryKilledTest::set,
            machine -> {
              mend(machine);
              expect(machine, "", "s6-rc-set-copy", "-f", "set", "copy");
              assertEquals(List.of("copy", "set"), sets(machine));
              for (String name : sets(machine))
                assertEquals("a/active\nb/usable\n", answer(machine, "s6-rc-set-status", name));
            },
            "s6-rc-set-copy",
            "set",
            "copy"));
  }

  @Test
  void aCopyReplacesAnotherOrDoesNot() {
    sweep(
        new Case(
            () -> {
              FakePosix machine = set();
              expect(machine, "", "s6-rc-set-new", "copy");
              return machine;
            },
            machine -> {
              mend(machine);
              assertEquals(List.of("copy", "set"), sets(machine));
              String copy = answer(machine, "s6-rc-set-status", "copy");
              assertTrue(List.of("a/active\nb/usable\n", "a/usable\nb/usable\n").contains(copy));
            },
            "s6-rc-set-copy",
            "-f",
            "set",
            "copy"));
  }

  @Test
  void aSetIsDeletedOrWhole() {
    sweep(
        new Case(
            RepositoryKilledTest::set,
            machine -> {
              mend(machine);
              for (String name : sets(machine))
                assertEquals("a/active\nb/usable\n", answer(machine, "s6-rc-set-status", name));
              expect(machine, "", "s6-rc-set-delete", "set");
              assertEquals(List.of(), sets(machine));
              expect(machine, "", "s6-rc-set-new", "set");
            },
            "s6-rc-set-delete",
            "set"));
  }

  /** A set that was changed, be it in part, does not count as compiled. */
  @Test
  void whatIsChangedIsCommittedAgain() {
    sweep(
        new Case(
            RepositoryKilledTest::set,
            machine -> {
              String changed = answer(machine, "s6-rc-set-status", "set");
              if (!changed.equals("a/active\nb/usable\n"))
                assertEquals(7, run(machine, "s6-rc-set-install", "-c", BOOT, "set"));
              mend(machine);
              assertEquals(changed, answer(machine, "s6-rc-set-status", "set"));
              expect(machine, "", "s6-rc-set-change", "set", "active", "a", "b");
              assertEquals("a/active\nb/active\n", answer(machine, "s6-rc-set-status", "set"));
            },
            "s6-rc-set-change",
            "set",
            "active",
            "a",
            "b"));
  }

  @Test
  void fixingChangesNothingThatFits() {
    sweep(
        new Case(
            RepositoryKilledTest::set,
            machine -> {
              mend(machine);
              assertEquals("a/active\nb/usable\n", answer(machine, "s6-rc-set-status", "set"));
            },
            "s6-rc-set-fix",
            "set"));
  }

  @Test
  void aSetIsCommittedOrAsBefore() {
    sweep(
        new Case(
            () -> {
              FakePosix machine = set();
              expect(machine, "", "s6-rc-set-change", "set", "active", "b");
              return machine;
            },
            machine -> {
              assertTrue(machine.bytes("/repo/compiled/set/db").length > 0);
              mend(machine);
              expect(machine, "", "s6-rc-set-commit", "set");
              assertTrue(machine.bytes("/repo/compiled/set/db").length > 0);
              assertFalse(machine.exists("/repo/sources/set/bundle"));
            },
            "s6-rc-set-commit",
            "set"));
  }

  /** What is asked for is printed, or it is told why not. */
  @Test
  void whatOnlyReadsTellsWhatFailed() {
    for (String[] words : List.of(words("s6-rc-repo-list"), words("s6-rc-set-status", "set")))
      new Case(RepositoryKilledTest::set, machine -> mend(machine), words).failing();
  }

  private static String[] words(String... words) {
    return words;
  }

  @Test
  void anInstalledSetIsWhole() {
    String[] install = {"s6-rc-set-install", "-c", BOOT, "-l", "/run/live", "set"};
    sweep(
        new Case(
            () -> {
              FakePosix machine = set();
              Live.writeDatabase(machine, "/boot/old", new Services().longrun("a").database());
              machine.directory("/run/live");
              machine.symlink(CString.of("old"), Posix.CWD, CString.of(BOOT));
              byte[] link = CString.of("/run/live/compiled");
              machine.symlink(CString.of("/boot/old"), Posix.CWD, link);
              return machine;
            },
            machine -> {
              assertTrue(machine.bytes("/run/live/compiled/db").length > 0);
              expect(machine, "", install);
              byte[] whole = machine.bytes("/repo/compiled/set/db");
              assertEquals(CString.text(whole), CString.text(machine.bytes(BOOT + "/db")));
              assertEquals(
                  CString.text(whole), CString.text(machine.bytes("/run/live/compiled/db")));
              assertTrue(machine.exists(BOOT + "/servicedirs/a/run"));
            },
            install));
  }
}
