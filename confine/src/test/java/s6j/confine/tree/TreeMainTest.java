package s6j.confine.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FakeProgram;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/** Daemons that leave processes behind, in all ways that there are. */
class TreeMainTest {
  private final FakePosix posix = new FakePosix();
  private final List<FakePosix> born = new ArrayList<>();

  private static String outcome(FakePosix machine, Posix posix, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-tree");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    Program program = TreeMain.declaration();
    try {
      return "exit " + program.main.run(posix, program, arguments);
    } catch (FakePosix.Killed killed) {
      return "died by " + Signal.name(killed.signal);
    }
  }

  private String call(String... words) {
    return outcome(posix, posix, words);
  }

  private static int spawn(FakePosix from, String file, boolean newSession) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of(file);
    spawn.arguments = new byte[][] {spawn.file};
    spawn.newSession = newSession;
    return from.spawn(spawn);
  }

  private void program(String file, FakeProgram does) {
    posix.program(
        file,
        child -> {
          born.add(child);
          does.start(child);
        });
  }

  /** {@code /bin/daemon} has a worker, and one in a session of its own; it ends with TERM. */
  private void daemon() {
    program("/bin/worker", child -> {});
    program(
        "/bin/daemon",
        child -> {
          child.on(Signal.SIGTERM, () -> child.exit(3));
          spawn(child, "/bin/worker", false);
          spawn(child, "/bin/worker", true);
        });
  }

  private void allEnded() {
    for (FakePosix one : born) assertTrue(one.hasEnded());
    assertEquals("[]", posix.complaints().toString());
  }

  @Test
  void endsAsTheProgramEnds() {
    program("/bin/daemon", child -> child.after(100, () -> child.exit(7)));
    assertEquals("exit 7", call("daemon"));
    program("/bin/daemon", child -> child.after(100, () -> child.endWith(Signal.SIGSEGV)));
    assertEquals("died by SIGSEGV", call("daemon"));
    allEnded();
  }

  @Test
  void allGetTheSignalThatEnds() {
    daemon();
    posix.after(500, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 3", call("daemon"));
    allEnded();
    assertFalse(posix.kills().toString().contains("KILL"));
  }

  @Test
  void otherSignalsAreForTheProgramAlone() {
    daemon();
    posix.after(500, () -> posix.signal(Signal.SIGUSR1));
    assertEquals("died by SIGUSR1", call("daemon"));
    int main = born.get(0).getpid();
    assertTrue(posix.kills().contains("USR1 " + main));
    allEnded();
  }

  @Test
  void theLastAreKilledWhenTheirTimeIsOver() {
    program("/bin/worker", child -> child.on(Signal.SIGTERM, () -> {}));
    program(
        "/bin/daemon",
        child -> {
          spawn(child, "/bin/worker", true);
          child.after(100, () -> child.exit(0));
        });
    long before = posix.monotonicNanos();
    assertEquals("exit 0", call("-t", "2000", "daemon"));
    assertEquals(2100, (posix.monotonicNanos() - before) / 1_000_000);
    allEnded();
  }

  @Test
  void mixedIsTheProgramFirstAndThenKill() {
    daemon();
    posix.after(500, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 3", call("-m", "mixed", "daemon"));
    String main = "TERM " + born.get(0).getpid();
    assertEquals(main, posix.kills().get(0));
    assertFalse(posix.kills().subList(1, posix.kills().size()).toString().contains("TERM"));
    allEnded();
  }

  @Test
  void aGroupIsNoMoreThanThat() {
    daemon();
    posix.after(500, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 3", call("-m", "group", "daemon"));
    assertTrue(born.get(0).hasEnded() && born.get(1).hasEnded());
    assertFalse(born.get(2).hasEnded());
  }

  @Test
  void aProcessIsNoMoreThanThat() {
    daemon();
    posix.after(500, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 3", call("-m", "process", "daemon"));
    assertFalse(born.get(1).hasEnded());
  }

  @Test
  void theOrderToEndAllIsObeyedAtOnce() {
    program("/bin/worker", child -> child.on(Signal.SIGTERM, () -> {}));
    program("/bin/daemon", child -> spawn(child, "/bin/worker", true));
    posix.after(500, () -> posix.signal(Signal.SIGXCPU));
    long before = posix.monotonicNanos();
    assertEquals("died by SIGKILL", call("-t", "60000", "daemon"));
    assertTrue((posix.monotonicNanos() - before) / 1_000_000 < 600);
    allEnded();
  }

  @Test
  void allAreStoppedAndGoOn() {
    daemon();
    posix.after(500, () -> posix.signal(Signal.SIGTSTP));
    posix.after(600, () -> born.forEach(one -> assertTrue(one.isStopped())));
    posix.after(700, () -> posix.signal(Signal.SIGCONT));
    posix.after(800, () -> born.forEach(one -> assertFalse(one.isStopped())));
    posix.after(900, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 3", call("daemon"));
  }

  /** Twice, as daemons do: the first has ended before the second has. */
  @Test
  void aDaemonThatGoesIntoTheBackgroundIsFollowed() {
    program(
        "/bin/real",
        child -> {
          child.on(Signal.SIGHUP, () -> {});
          child.on(Signal.SIGTERM, () -> child.exit(9));
        });
    program(
        "/bin/middle",
        child -> {
          spawn(child, "/bin/real", true);
          child.after(50, () -> child.exit(0));
        });
    program(
        "/bin/daemon",
        child -> {
          spawn(child, "/bin/middle", true);
          child.after(20, () -> child.exit(0));
        });
    posix.after(500, () -> posix.signal(Signal.SIGHUP));
    posix.after(900, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 9", call("-f", "daemon"));
    assertEquals("HUP " + born.get(2).getpid(), posix.kills().get(0));
    allEnded();
  }

  @Test
  void whatFailsHasNotGoneIntoTheBackground() {
    program("/bin/worker", child -> {});
    program(
        "/bin/daemon",
        child -> {
          spawn(child, "/bin/worker", true);
          child.after(20, () -> child.exit(1));
        });
    assertEquals("exit 1", call("-f", "daemon"));
    allEnded();
  }

  @Test
  void theKillFileSaysIt() {
    daemon();
    posix.directory("/service/supervise");
    posix.chdir(CString.of("/service"));
    posix.file("/service/kill", "mixed follow 100\nmore\n");
    posix.after(
        400,
        () -> {
          assertEquals(posix.getpid() + "\n", posix.text("/service/supervise/tree"));
          posix.signal(Signal.SIGTERM);
        });
    assertEquals("exit 3", call("-s", "daemon"));
    assertFalse(posix.exists("/service/supervise/tree"));
    allEnded();
  }

  /** A daemon that starts another in its place and fails: the other is the service. */
  private void successor() {
    posix.directory("/service/supervise");
    posix.chdir(CString.of("/service"));
    posix.file("/service/kill", "mixed\n");
    program(
        "/bin/next",
        child -> {
          child.on(Signal.SIGHUP, () -> {});
          child.on(Signal.SIGTERM, () -> child.exit(6));
        });
    program(
        "/bin/daemon",
        child -> {
          spawn(child, "/bin/next", true);
          child.after(200, () -> child.exit(4));
        });
  }

  @Test
  void theProcessThatTheDaemonNamesIsTheService() {
    successor();
    posix.after(100, () -> posix.file("/service/supervise/main", born.get(1).getpid() + "\n"));
    posix.after(150, () -> posix.signal(Signal.SIGHUP));
    posix.after(1000, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 6", call("-s", "daemon"));
    String next = " " + born.get(1).getpid();
    assertEquals(List.of("HUP" + next, "TERM" + next), posix.kills().subList(0, 2));
    assertFalse(posix.exists("/service/supervise/main"));
    allEnded();
  }

  /** Its last word is read when it has ended already. */
  @Test
  void theNameMayComeLate() {
    successor();
    posix.after(100, () -> posix.file("/service/supervise/main", "0\n"));
    posix.after(700, () -> posix.file("/service/supervise/main", born.get(1).getpid() + "\n"));
    posix.after(2000, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 6", call("-s", "daemon"));
    allEnded();
  }

  @Test
  void whoNamesNobodyIsNotWaitedFor() {
    successor();
    posix.after(100, () -> posix.file("/service/supervise/main", "0\n"));
    posix.after(300, () -> posix.unlink(Posix.CWD, CString.of("supervise/main")));
    long before = posix.monotonicNanos();
    assertEquals("exit 4", call("-s", "daemon"));
    assertTrue((posix.monotonicNanos() - before) / 1_000_000 < 350);
    allEnded();
  }

  @Test
  void whatIsNamedAndNotOfTheServiceIsNobody() {
    successor();
    int stranger = posix.another().getpid();
    posix.file("/service/supervise/main", "1\n");
    for (Object wrong : new Object[] {stranger, 1, 0, 999_999, 1L << 32, "x"}) {
      born.clear();
      posix.after(100, () -> posix.file("/service/supervise/main", wrong + "\n"));
      assertEquals("exit 4", call("-s", "daemon"), wrong.toString());
      allEnded();
    }
  }

  @Test
  void whatTheKillFileCannotSay() {
    daemon();
    posix.directory("/service/supervise");
    posix.chdir(CString.of("/service"));
    assertEquals("exit 111", call("-s", "daemon"));
    for (String text : new String[] {"", "\n", "tre", "tree now", "tree -1", "tree 2147483648"}) {
      posix.file("/service/kill", text);
      assertEquals("exit 100", call("-s", "daemon"), text);
    }
    assertTrue(born.isEmpty());
    String last = posix.errors().substring(posix.errors().indexOf("kill: no word"));
    assertTrue(
        last.startsWith("kill: no word of it: tre (tree, mixed, group or process; follow;"), last);
  }

  @Test
  void wrongUse() {
    assertEquals("exit 100", call());
    assertEquals("exit 100", call("-m", "cgroup", "daemon"));
    assertEquals("exit 100", call("-t", "x", "daemon"));
    assertEquals("exit 127", call("nowhere"));
    posix.file("/bin/text", CString.of("no program"), 0755);
    assertEquals("exit 126", call("text"));
  }

  /** Whatever call fails, nobody is left; or it was not begun. */
  @Test
  void noFailingCallLeavesAnybody() {
    FaultyPosix.sweep(
        faulty -> {
          FakePosix machine = new FakePosix();
          List<FakePosix> all = new ArrayList<>();
          machine.program("/bin/worker", child -> all.add(child));
          machine.program(
              "/bin/daemon",
              child -> {
                all.add(child);
                child.on(Signal.SIGTERM, () -> child.exit(3));
                spawn(child, "/bin/worker", true);
              });
          machine.after(500, () -> machine.signal(Signal.SIGTERM));
          machine.after(5000, () -> machine.signal(Signal.SIGXCPU));
          machine.after(60_000, () -> machine.signal(Signal.SIGXCPU));
          String end = outcome(machine, faulty.around(machine), "daemon");
          for (FakePosix one : all) assertTrue(one.hasEnded(), end);
        });
  }
}
