package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.formats.ChildRecord;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Spawn;
import s6j.posix.jnr.JnrPosix;

class ProcessStatTest {
  /** The name of a process may hold anything; the kernel's clock ticks 100 times a second. */
  @Test
  void theStartIsFoundBehindTheName() {
    FakePosix posix = new FakePosix();
    ProcessStat stat = new ProcessStat(posix);
    assertEquals(posix.monotonicNanos() / 10_000_000, stat.start(posix.getpid()));
    posix.pass(500);
    FakePosix later = posix.another();
    assertEquals(50, stat.start(later.getpid()) - stat.start(posix.getpid()));
    assertEquals(-Errno.ESRCH, stat.start(4711));
  }

  @Test
  void theSessionIsThatOfTheLiving() {
    FakePosix posix = new FakePosix();
    posix.program("/run", child -> {});
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/run");
    spawn.arguments = new byte[][] {spawn.file};
    int same = posix.spawn(spawn);
    spawn.newSession = true;
    int leader = posix.spawn(spawn);
    ProcessStat stat = new ProcessStat(posix);
    assertEquals(posix.session(), stat.livingSession(same));
    assertEquals(leader, stat.livingSession(leader));
    posix.process(leader).end(0);
    assertEquals(-Errno.ESRCH, stat.livingSession(leader));
    assertEquals(-Errno.ESRCH, stat.livingSession(4711));
  }

  @Test
  void errorsAreTold() {
    FakePosix posix = new FakePosix();
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              long start = new ProcessStat(faulty.around(posix)).start(posix.getpid());
              assertTrue(start > 0 || faulty.failed() != null);
            });
    assertEquals(4, calls);
  }

  @Test
  void theEndIsToldUntilSomebodyCollects() {
    FakePosix posix = new FakePosix();
    posix.program("/run", child -> {});
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/run");
    spawn.arguments = new byte[][] {spawn.file};
    for (int raw : new int[] {7 << 8, 0, 9}) {
      int pid = posix.spawn(spawn);
      ProcessStat stat = new ProcessStat(posix);
      long start = stat.start(pid);
      int[] status = {-1};
      assertEquals(posix.getpid(), stat.parent(pid));
      assertEquals(-Errno.EAGAIN, stat.end(pid, start, status));
      posix.process(pid).endWith(raw);
      assertEquals(-Errno.ESRCH, stat.end(pid, start + 1, status));
      assertEquals(0, stat.end(pid, start, status));
      assertEquals(raw, status[0]);
      FakePosix stranger = posix.another().become(77, 77);
      int asked = new ProcessStat(stranger).end(pid, start, status);
      assertEquals(raw == 0 ? -Errno.EAGAIN : 0, asked);
      assertEquals(pid, posix.waitpid(pid, status, 0));
      assertEquals(-Errno.ESRCH, stat.end(pid, start, status));
    }
  }

  @Test
  void aBootHasAnId() {
    byte[] id = new byte[ChildRecord.BOOT_ID_SIZE + 2];
    assertEquals(0, new ProcessStat(new FakePosix()).bootId(id, 1));
    assertEquals("00000000-0000-4000-8000-000000000001", CString.text(CString.slice(id, 1, 37)));
    assertEquals(0, id[0] + id[37]);
  }

  /** A host asks for it with each of its services. */
  @Test
  void theBootIsAskedForOnce() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              ProcessStat stat = new ProcessStat(faulty.around(new FakePosix()));
              byte[] id = new byte[ChildRecord.BOOT_ID_SIZE];
              boolean told = stat.bootId(id, 0) == 0;
              assertTrue(told || faulty.failed() != null);
              assertEquals(0, stat.bootId(id, 0));
            });
    assertEquals(4, calls);
  }

  @Test
  void aRealSystemTellsTheSame() {
    ProcessStat stat = new ProcessStat(new JnrPosix());
    long own = stat.start((int) ProcessHandle.current().pid());
    assertTrue(own > 0 && own == stat.start((int) ProcessHandle.current().pid()));
    assertEquals(0, stat.bootId(new byte[ChildRecord.BOOT_ID_SIZE], 0));
  }
}
