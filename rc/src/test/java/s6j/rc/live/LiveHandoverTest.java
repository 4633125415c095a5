package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.rc.Scanner;
import s6j.rc.Supervisor;

/** A scanner goes over from one live directory to another of the same name. */
class LiveHandoverTest {
  private static final String OLD = "/run/live:s6-rc-init:AAAAAA";
  private static final String NEW = "/run/live:s6-rc-update:BBBBBB";

  private static final byte[] NONE = {};

  private final FakePosix machine = new FakePosix();
  private final Scanner scanner = new Scanner(machine, "/scan");

  private void directory(String path, String... services) {
    for (String name : services)
      machine
          .file(path + "/servicedirs/" + name + "/run", "")
          .file(path + "/servicedirs/" + name + "/down", "");
  }

  private LiveHandover handover() {
    LiveName name = new LiveName(machine, CString.of("/run/live"));
    return new LiveHandover(machine, name, CString.of("/scan"), new byte[0]);
  }

  private void use(String path) {
    machine.unlink(Posix.CWD, CString.of("/run/live"));
    machine.symlink(
        CString.of(path.substring("/run/".length())), Posix.CWD, CString.of("/run/live"));
  }

  private int run(LiveHandover handover, long millis) {
    byte[] services = CString.of("/run/live/servicedirs");
    return handover.run(services, Deadline.after(machine.monotonicNanos(), millis));
  }

  /** All of the old one are supervised; then the name leads to the new one. */
  private void begin(String... fresh) {
    directory(OLD, "a", "gone");
    use(OLD);
    assertEquals(0, run(handover(), 2000));
    directory(NEW, fresh);
    use(NEW);
  }

  @Test
  void theOldOnesLeaveBeforeTheNewOnesCome() {
    begin("a", "new");
    Supervisor before = scanner.supervisor("a");
    Control.sendService(machine, CString.of(OLD + "/servicedirs/a"), "u");
    before.look();
    before.manner = Supervisor.Manner.TRIES;
    LiveHandover handover = handover();
    machine.after(100, () -> before.become(false));
    assertEquals(0, run(handover, 3000));
    assertTrue(before.heard().matches("uxdx*"), before.heard());
    assertNotSame(before, scanner.supervisor("a"));
    assertEquals(List.of(), scanner.clashes);
    assertEquals(0, handover.staying().count());
    assertEquals(0, handover.removeOthers());
    assertEquals(List.of(".s6-svscan", "a", "new"), machine.names("/scan"));
    assertFalse(machine.exists(OLD));
  }

  @Test
  void whoIsToldToStopAlreadyIsNotToldAgain() {
    begin("a");
    Supervisor before = scanner.supervisor("a");
    assertEquals(0, run(handover(), 3000));
    assertEquals("x", before.heard());
  }

  @Test
  void whatDoesNotLeaveStaysAlone() {
    begin("a", "new");
    Supervisor before = scanner.supervisor("a");
    before.become(true);
    LiveHandover handover = handover();
    long began = machine.monotonicNanos();
    assertEquals(0, run(handover, 20_000));
    assertTrue(machine.monotonicNanos() - began >= 10_000_000_000L);
    assertEquals(1, handover.staying().count());
    assertEquals("a", CString.text(handover.staying().get(0)));
    assertEquals(0, handover.removeOthers());
    assertTrue(machine.exists(OLD));
    assertEquals(List.of(".s6-svscan", "new"), machine.names("/scan"));
    assertEquals(List.of(), scanner.clashes);
  }

  /** What is not in the way is waited for when its directory is to go. */
  @Test
  void whatLeavesALittleLaterIsRemoved() {
    begin("a");
    Supervisor gone = scanner.supervisor("gone");
    gone.become(true);
    gone.manner = Supervisor.Manner.TRIES;
    LiveHandover handover = handover();
    assertEquals(0, run(handover, 3000));
    machine.after(1000, () -> gone.become(false));
    assertEquals(0, handover.removeOthers());
    assertFalse(machine.exists(OLD));
  }

  @Test
  void whateverCannotBeReadIsTold() {
    int reads = 0;
    FaultyPosix faulty;
    do {
      LiveHandoverTest story = new LiveHandoverTest();
      story.begin("a", "new");
      faulty = new FaultyPosix().failCall("directoryEntries", ++reads, Errno.EIO);
      LiveName name = new LiveName(story.machine, CString.of("/run/live"));
      LiveName failing = new LiveName(faulty.around(story.machine), CString.of("/run/live"));
      Posix kernel = faulty.around(story.machine);
      LiveHandover handover = new LiveHandover(kernel, failing, CString.of("/scan"), new byte[0]);
      int answer = story.run(handover, 3000);
      assertEquals(faulty.failed() == null ? 0 : -Errno.EIO, answer, "read " + reads);
      assertEquals(
          0, story.run(new LiveHandover(story.machine, name, CString.of("/scan"), NONE), 3000));
    } while (faulty.failed() != null);
    assertTrue(reads > 5, "many directories are read: " + reads);
  }

  /** What cannot be looked through is not removed unseen. */
  @Test
  void whatCannotBeLookedAtStays() {
    begin("a");
    FaultyPosix faulty = new FaultyPosix();
    LiveName name = new LiveName(machine, CString.of("/run/live"));
    LiveHandover handover =
        new LiveHandover(faulty.around(machine), name, CString.of("/scan"), new byte[0]);
    assertEquals(0, run(handover, 3000));
    faulty.failCall("directoryEntries", 1, Errno.EIO);
    assertEquals(-Errno.EIO, handover.removeOthers());
    assertEquals(List.of("a", "gone"), machine.names(OLD + "/servicedirs"));
    assertEquals(0, handover.removeOthers());
    assertFalse(machine.exists(OLD));
  }

  /** The last step is done again by the next command: what is left tells it. */
  @Test
  void whatCannotBeRemovedIsTold() {
    begin("a");
    machine.directory("/run/live:s6-rc-init:CCCCCC/servicedirs");
    FaultyPosix faulty = new FaultyPosix();
    LiveName name = new LiveName(machine, CString.of("/run/live"));
    LiveHandover handover =
        new LiveHandover(faulty.around(machine), name, CString.of("/scan"), new byte[0]);
    assertEquals(0, run(handover, 3000));
    faulty.failCall("rmdir", 1, Errno.EROFS);
    assertEquals(-Errno.EROFS, handover.removeOthers());
    assertEquals(0, handover().run(CString.of("/run/live/servicedirs"), 0));
    LiveHandover next = handover();
    assertEquals(0, run(next, 3000));
    assertEquals(0, next.removeOthers());
    assertEquals(2, machine.names("/run").size());
  }

  @Test
  void withoutAScannerItIsTold() {
    directory(OLD, "a");
    use(OLD);
    machine.unlink(Posix.CWD, CString.of("/scan/.s6-svscan/control"));
    assertEquals(-Errno.ENXIO, run(handover(), 1000));
  }

  @Test
  void aLinkThatWasToReplaceTheNameIsRemoved() {
    directory(OLD, "a");
    use(OLD);
    byte[] half = RandomName.replacement(CString.of("/run/live"));
    byte[] path = CString.concat(half, CString.of("abcdef"));
    machine.symlink(CString.of("nowhere"), Posix.CWD, path);
    assertEquals(0, run(handover(), 2000));
    assertEquals(-Errno.ENOENT, machine.readlink(Posix.CWD, path, new byte[100]));
  }
}
