package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.cli.Program;
import s6j.posix.FakePosix;
import s6j.posix.FakeProgram;
import s6j.posix.Signal;

class FghackTest {
  private static Outcome call(Program program, FakeProgram runs) {
    FakePosix posix = new FakePosix().program("/bin/daemon", runs);
    Outcome outcome = Outcome.of(posix, program, "daemon");
    assertEquals(List.of(), posix.others());
    return outcome;
  }

  private static String s6(FakeProgram runs) {
    return call(Fghack.declaration(), runs).line();
  }

  private static String daemontools(FakeProgram runs) {
    return call(Fghack.daemontools(), runs).line();
  }

  @Test
  void waitsForTheProgram() {
    assertEquals("exit 5", s6(child -> child.after(1000, () -> child.exit(5))));
    assertEquals("exit 5", daemontools(child -> child.after(1000, () -> child.exit(5))));
  }

  @Test
  void passesOnWhatBecameOfIt() {
    assertEquals("exit 128", s6(child -> child.exit(200)));
    assertEquals("exit 200", daemontools(child -> child.exit(200)));
    assertEquals("exit 137", s6(child -> child.endWith(Signal.SIGKILL)));
    assertEquals("exit 111", daemontools(child -> child.endWith(Signal.SIGKILL)));
  }

  @Test
  void thirtyCopiesOfAPipe() {
    int[] copies = new int[1];
    s6(
        child -> {
          copies[0] = child.openDescriptors().size();
          child.exit(0);
        });
    assertEquals(30, copies[0]);
  }

  @Test
  void writingIntoThePipeIs102() {
    FakePosix posix = new FakePosix();
    posix.program(
        "/bin/daemon",
        child -> {
          String first = child.openDescriptors().get(0);
          child.write(Integer.parseInt(first.substring(0, first.indexOf(' '))), new byte[1], 0, 1);
        });
    assertEquals("exit 102", Outcome.of(posix, Fghack.declaration(), "daemon").line());
  }

  @Test
  void aProgramThatCannotBeStartedIs111() {
    FakePosix posix = new FakePosix();
    assertEquals("exit 111", Outcome.of(posix, Fghack.declaration(), "nowhere").line());
    assertEquals("exit 111", Outcome.of(posix, Fghack.daemontools(), "nowhere").line());
  }
}
