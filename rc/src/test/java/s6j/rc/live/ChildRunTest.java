package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** A program that s6-rc-update or a set tool runs and waits for. */
class ChildRunTest {
  private final FakePosix posix = new FakePosix();
  private final List<FakePosix> children = new ArrayList<>();

  private static NameList words() {
    return new NameList().add("s6-rc").add("-u").add("change");
  }

  private int run(Posix on) {
    return new ChildRun(on, CString.of("s6-rc-update")).run(words());
  }

  /** A child that ends by itself after 100 ms. */
  private void lasting(int waitStatus) {
    posix.program(
        "/usr/bin/s6-rc",
        child -> {
          children.add(child);
          child.after(100, () -> child.endWith(waitStatus));
        });
  }

  @Test
  void itsExitCodeIsTold() {
    lasting(7 << 8);
    long began = posix.monotonicNanos();
    assertEquals(7, run(posix));
    assertEquals(100, (posix.monotonicNanos() - began) / 1_000_000);
    assertEquals("s6-rc -u change", children.get(0).line().replace("/usr/bin/", ""));
  }

  @Test
  void whatKilledItIsToldAsInAShell() {
    lasting(Signal.SIGKILL);
    assertEquals(128 + Signal.SIGKILL, run(posix));
  }

  @Test
  void whatIsNotThereIsNotRun() {
    assertEquals(-Errno.ENOENT, run(posix));
  }

  /** Who ends the update ends what it waits for, which tells how it ended. */
  @Test
  void aSignalIsPassedOn() {
    for (int signal : new int[] {Signal.SIGTERM, Signal.SIGINT}) {
      FakePosix machine = new FakePosix();
      List<Integer> heard = new ArrayList<>();
      machine.program(
          "/usr/bin/s6-rc",
          child ->
              child.on(
                  signal,
                  () -> {
                    heard.add(signal);
                    child.after(30, () -> child.exit(1));
                  }));
      machine.after(50, () -> machine.signal(signal));
      assertEquals(1, run(machine));
      assertEquals(List.of(signal), heard);
      assertEquals(1, machine.kills().size());
    }
  }

  /** The lock of the live directory, which it is to hold if this one is killed. */
  @Test
  void oneDescriptorIsShared() {
    posix.file("/live/lock", "");
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;
    int lock = posix.open(Posix.CWD, CString.of("/live/lock"), flags, 0);
    posix.open(Posix.CWD, CString.of("/live/lock"), flags, 0);
    List<String> open = new ArrayList<>();
    posix.program(
        "/usr/bin/s6-rc",
        child -> {
          open.addAll(child.openDescriptors());
          child.exit(0);
        });
    ChildRun run = new ChildRun(posix, CString.of("s6-rc-update"));
    assertEquals(0, run.run(words(), lock));
    assertEquals(List.of(lock + " /live/lock"), open);
    open.clear();
    assertEquals(0, run.run(words()));
    assertEquals(List.of(), open);
    assertEquals(List.of(), posix.complaints());
  }

  /** It is waited for whatever fails, or the failure is told. */
  @Test
  void noSingleFailingCallIsTakenForItsSuccess() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              ChildRunTest story = new ChildRunTest();
              story.lasting(3 << 8);
              int answer = story.run(faulty.around(story.posix));
              assertTrue(answer == 3 || answer < 0, () -> faulty.failed() + ": " + answer);
              if (answer == 3) assertTrue(story.children.get(0).hasEnded());
            });
    assertTrue(calls > 4, "calls: " + calls);
  }
}
