package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.FileStat;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.rc.change.Services;
import s6j.rc.live.Control;
import s6j.rc.live.LiveName;
import s6j.rc.live.RcInitTest;

/**
 * Programs of the room killed before every system call they make: the next command finds a state to
 * go on from, and nothing is lost or run twice.
 */
class KilledTest {
  private interface Story {
    /** One program on a machine; whether it came to its end. */
    boolean isOver(FaultyPosix faulty);
  }

  private static int sweep(Story story) {
    for (int call = 1; call < 100_000; call++)
      if (story.isOver(new FaultyPosix().dieAtCall(call))) return call - 1;
    throw new AssertionError("the story has no end");
  }

  /** Runs a program as a process of its own; false if it was killed. */
  private static boolean run(FakePosix machine, FaultyPosix faulty, String... words) {
    FakePosix process = machine.another();
    try {
      Live.run(faulty.around(process), words);
    } catch (FaultyPosix.Death death) {
      process.endWith(9);
      return false;
    }
    process.end(0);
    return true;
  }

  /** Runs a program to its end in a process of its own: its exit code. */
  private static int run(FakePosix machine, String... words) {
    FakePosix process = machine.another();
    int code = Live.run(process, words);
    process.end(code);
    return code;
  }

  @Test
  void aKilledChangeIsTakenUpByTheNext() {
    int calls =
        sweep(
            faulty -> {
              Services services = new Services().longrun("r").longrun("l", 0);
              Live live = new Live(services).supervised();
              boolean over = run(live.posix, faulty, "s6-rc", "-l", "/live", "change", "l");
              String state = live.state();
              assertTrue((state.charAt(0) & 1) != 0 || (state.charAt(1) & 1) == 0, state);
              assertEquals(0, live.run("s6-rc", "-l", "/live", "change", "l"), faulty.failed());
              assertEquals("13", live.state());
              assertFalse(live.posix.exists("/live/servicedirs/l/down"), faulty.failed());
              return over;
            });
    assertTrue(calls > 40, "a change makes many calls: " + calls);
  }

  @Test
  @Tag("slow")
  void aKilledInitIsTakenUpByTheNext() {
    int calls =
        sweep(
            faulty -> {
              FakePosix machine = RcInitTest.machine();
              boolean over = run(machine, faulty, RcInitTest.INIT);
              assertEquals(
                  0, run(machine, RcInitTest.INIT), () -> faulty.failed() + machine.errors());
              assertEquals(3, machine.bytes("/run/live/state").length);
              for (String name : List.of("l", "s6rc-fdholder", "s6rc-oneshot-runner"))
                assertTrue(machine.exists("/scan/" + name + "/supervise/lock"), faulty.failed());
              return over;
            });
    assertTrue(calls > 60, "an init makes many calls: " + calls);
  }

  /** A longrun that goes on, one that vanishes, one that is new; all of the old set started. */
  private static FakePosix updated() {
    FakePosix machine = new FakePosix();
    new Scanner(machine, "/scan");
    return updated(machine);
  }

  private static FakePosix updated(FakePosix machine) {
    Live.writeDatabase(machine, "/db", set("gone"));
    Live.writeDatabase(machine, "/db2", set("new"));
    machine.directory("/run");
    machine.program("/usr/bin/s6-rc", child -> child.exit(Live.run(child, words(child.line()))));
    assertEquals(0, run(machine, RcInitTest.INIT));
    assertEquals(0, rc(machine, "change", "l", "gone"));
    return machine;
  }

  private static RcDatabase set(String last) {
    return new Services()
        .longrun("s6rc-oneshot-runner")
        .longrun("s6rc-fdholder")
        .longrun("l")
        .longrun(last)
        .database();
  }

  private static String[] words(String line) {
    String[] words = line.split(" ");
    words[0] = "s6-rc";
    return words;
  }

  private static int rc(FakePosix machine, String... words) {
    List<String> line = new ArrayList<>(List.of("s6-rc", "-l", "/run/live"));
    line.addAll(List.of(words));
    return run(machine, line.toArray(String[]::new));
  }

  private static final String[] UPDATE = {"s6-rc-update", "-l", "/run/live", "-t", "9000", "/db2"};

  /** Which supervisor, if any, is at work for a service. */
  private static long supervisor(FakePosix machine, String name) {
    byte[] lock = CString.of("/run/live/servicedirs/" + name + "/supervise/lock");
    FileStat stat = new FileStat();
    if (new LockFile(machine).isHeld(Posix.CWD, lock) != 1) return 0;
    return machine.stat(Posix.CWD, lock, true, stat) < 0 ? 0 : stat.inode;
  }

  @Test
  @Tag("slow")
  void aKilledUpdateIsUndoneOrFinishedByTheNextCommand() {
    int calls =
        sweep(
            faulty -> {
              FakePosix machine = updated();
              long l = supervisor(machine, "l");
              assertTrue(l != 0);
              boolean over = run(machine, faulty, UPDATE);
              String when = faulty.failed() + "\n" + machine.errors();
              assertEquals(0, rc(machine, "change", "l"), when);
              assertEquals(l, supervisor(machine, "l"), when);
              assertEquals(0, run(machine, UPDATE), () -> when + machine.errors());
              assertEquals(0, rc(machine, "change", "new"), when);
              assertEquals(l, supervisor(machine, "l"), when);
              assertTrue(supervisor(machine, "new") != 0, when);
              assertEquals(2, machine.names("/run").size(), () -> when + machine.names("/run"));
              assertFalse(machine.names("/scan").contains("gone"), when);
              return over;
            });
    assertTrue(calls > 100, "an update makes many calls: " + calls);
  }

  /** Not killed, but told that one call failed. */
  @Test
  @Tag("slow")
  void afterAFailedUpdateTheNextSucceeds() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix machine = updated();
              long l = supervisor(machine, "l");
              FakePosix process = machine.another();
              int code = Live.run(faulty.around(process), UPDATE);
              process.end(code);
              String when = faulty.failed() + "\n" + machine.errors();
              assertEquals(l, supervisor(machine, "l"), when);
              if (code == 0) assertEquals(0, rc(machine, "list", "new"), when);
              assertEquals(0, rc(machine, "change", "l"), when);
              assertEquals(0, run(machine, UPDATE), () -> when + machine.errors());
              assertEquals(0, rc(machine, "change", "new"), when);
              assertEquals(l, supervisor(machine, "l"), when);
            });
    assertTrue(calls > 100, "an update makes many calls: " + calls);
  }

  /**
   * A machine on which one update has been made and its services started, so that links lead
   * through the name of the live directory; the next goes back to the first database.
   */
  private static final class Tree {
    private static final String[] BACK = {"s6-rc-update", "-l", "/run/live", "-t", "9000", "/db"};

    final FakePosix machine = new FakePosix();
    final Scanner scanner = new Scanner(machine, "/scan");
    final long kept;

    Tree() {
      updated(machine);
      assertEquals(0, run(machine, UPDATE), machine::errors);
      assertEquals(0, rc(machine, "change", "l", "new"));
      // What is down when it is updated is replaced, with a supervisor in each directory.
      assertEquals(0, rc(machine, "-d", "change", "new"));
      kept = supervisor(machine, "l");
    }

    /** Each service of the live directory is linked and supervised, and nothing else is. */
    void assertInOrder(String when) {
      Pause.millis(machine, 100);
      List<String> services = machine.names("/run/live/servicedirs");
      List<String> entries = new ArrayList<>(machine.names("/scan"));
      entries.removeIf(name -> name.equals(".s6-svscan"));
      assertEquals(List.copyOf(new TreeSet<>(services)), List.copyOf(new TreeSet<>(entries)), when);
      for (String name : services) {
        assertTrue(supervisor(machine, name) != 0, () -> name + " " + when);
        assertTrue(
            LiveName.isSame(
                machine, CString.of("/scan/" + name), CString.of("/run/live/servicedirs/" + name)),
            () -> name + " " + when);
      }
      assertFalse(machine.exists("/run/live/servicedirs/l/down"), when);
      assertEquals(kept, supervisor(machine, "l"), when);
      assertEquals(2, machine.names("/run").size(), () -> when + machine.names("/run"));
      assertEquals(List.of(), scanner.clashes, when);
    }

    void goesOn(String when) {
      String all = when + "\n" + machine.errors();
      assertEquals(0, rc(machine, "change", "l"), () -> all + machine.errors());
      assertInOrder(all);
      assertEquals(0, run(machine, BACK), () -> all + machine.errors());
      assertEquals(0, rc(machine, "change", "l", "gone"), () -> all + machine.errors());
      assertInOrder(all);
    }
  }

  @Test
  @Tag("slow")
  void aKilledSecondUpdateIsUndoneOrFinishedByTheNextCommand() {
    int calls =
        sweep(
            faulty -> {
              Tree tree = new Tree();
              boolean over = run(tree.machine, faulty, Tree.BACK);
              tree.goesOn(faulty.failed());
              return over;
            });
    assertTrue(calls > 100, "an update makes many calls: " + calls);
  }

  /** Whoever sets right what was left is killed as well, and the third succeeds. */
  @Test
  @Tag("slow")
  void aKilledRecoveryIsTakenUpByTheNext() {
    int kills = 0;
    boolean over = false;
    for (int call = 1; !over; call += 61) {
      int first = call;
      FaultyPosix update = new FaultyPosix();
      kills +=
          sweep(
              faulty -> {
                Tree tree = new Tree();
                run(tree.machine, update.dieAtCall(first), Tree.BACK);
                String[] change = {"s6-rc", "-l", "/run/live", "change", "l"};
                boolean ends = run(tree.machine, faulty, change);
                tree.goesOn(first + " " + update.failed() + ", then " + faulty.failed());
                return ends;
              });
      over = update.failed() == null;
    }
    assertTrue(kills > 1000, "many changes are killed at many calls: " + kills);
  }

  /** The disk is full from some call on, for the next command as well, and then has room again. */
  @Test
  @Tag("slow")
  void anUpdateOnAFullDiskIsUndoneOrFinishedByTheNextCommand() {
    int call = 0;
    FaultyPosix faulty;
    do {
      Tree tree = new Tree();
      faulty = new FaultyPosix().fillDiskAtCall(++call);
      FakePosix process = tree.machine.another();
      process.end(Live.run(faulty.around(process), Tree.BACK));
      FakePosix next = tree.machine.another();
      String[] change = {"s6-rc", "-l", "/run/live", "change", "l"};
      next.end(Live.run(new FaultyPosix().fillDiskAtCall(1).around(next), change));
      assertEquals(tree.kept, supervisor(tree.machine, "l"), faulty.failed());
      tree.goesOn(call + " " + faulty.failed());
    } while (faulty.failed() != null);
    assertTrue(call > 20, "an update makes many files: " + call);
  }

  /** By somebody who uses s6-svc, between two commands. */
  private static void tell(FakePosix machine, String name, String letters) {
    Control.sendService(machine, CString.of("/run/live/servicedirs/" + name), letters);
    Pause.millis(machine, 100);
  }

  @Test
  @Tag("slow")
  void anUpdateLeavesDownWhatSomebodyHasStopped() {
    int calls =
        sweep(
            faulty -> {
              FakePosix machine = new FakePosix();
              Scanner scanner = new Scanner(machine, "/scan");
              updated(machine);
              Supervisor stopped = scanner.supervisor("l");
              tell(machine, "l", "d");
              boolean over = run(machine, faulty, UPDATE);
              assertEquals(0, rc(machine, "change", "l"), faulty.failed());
              assertEquals(0, run(machine, UPDATE), faulty.failed());
              Pause.millis(machine, 100);
              assertSame(stopped, scanner.supervisor("l"), faulty.failed());
              assertFalse(stopped.wantsUp() || stopped.isUp(), faulty.failed());
              assertFalse(machine.exists("/run/live/servicedirs/l/.s6j-held"), faulty.failed());
              return over;
            });
    assertTrue(calls > 100, "an update makes many calls: " + calls);
  }

  @Test
  void aStopThatWasCutShortGoesOnInTheNewDatabase() {
    FakePosix machine = new FakePosix();
    Scanner scanner = new Scanner(machine, "/scan");
    updated(machine);
    Supervisor slow = scanner.supervisor("l");
    slow.manner = Supervisor.Manner.TRIES;
    assertEquals(2, rc(machine, "-t", "200", "-d", "change", "l"));
    long began = machine.monotonicNanos();
    assertEquals(0, run(machine, UPDATE), machine::errors);
    assertTrue(machine.monotonicNanos() - began < 2_000_000_000L);
    assertEquals("l\n", CString.text(machine.bytes("/run/live/.unfinished")));
    assertSame(slow, scanner.supervisor("l"));
    assertEquals(0, rc(machine, "-t", "1000", "-u", "change", "l"));
    assertTrue(slow.isUp() && slow.wantsUp());
    assertEquals(1, slow.heard().chars().filter(letter -> letter == 'd').count());
    assertEquals(List.of(), scanner.clashes);
    assertFalse(machine.exists("/run/live/.unfinished"));
  }

  /** Started by hand, so that the update lets it go; but it does not. */
  @Test
  void whatDoesNotEndGetsNoSecondSupervisor() {
    FakePosix machine = new FakePosix();
    Scanner scanner = new Scanner(machine, "/scan");
    updated(machine);
    assertEquals(0, rc(machine, "-d", "change", "l"));
    tell(machine, "l", "u");
    Supervisor stubborn = scanner.supervisor("l");
    stubborn.manner = Supervisor.Manner.TRIES;
    int before = stubborn.heard().length();
    assertEquals(0, run(machine, "s6-rc-update", "-l", "/run/live", "/db2"), machine::errors);
    assertTrue(
        machine.errors().contains("warning: service l has not ended yet in its former directory"),
        machine::errors);
    assertEquals(0, supervisor(machine, "l"));
    String heard = stubborn.heard().substring(before);
    assertEquals(1, heard.chars().filter(letter -> letter == 'd').count(), heard);
    stubborn.become(false);
    assertEquals(0, rc(machine, "change", "l"), machine::errors);
    assertTrue(scanner.supervisor("l").isUp());
    assertNotSame(stubborn, scanner.supervisor("l"));
    assertEquals(List.of(), scanner.clashes);
    assertEquals(2, machine.names("/run").size(), () -> "" + machine.names("/run"));
  }
}
