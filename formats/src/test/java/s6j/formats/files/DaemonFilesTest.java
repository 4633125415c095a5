package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

/** Control fifos and locks, told from both sides. */
class DaemonFilesTest {
  private static final byte[] FIFO = ServiceDirectory.CONTROL;
  private static final byte[] LOCK = ServiceDirectory.LOCK;

  private final FakePosix daemon = new FakePosix().directory("/supervise");
  private final FakePosix client = daemon.another();
  private final ControlFifo heard = new ControlFifo(daemon);
  private final ControlFifo said = new ControlFifo(client);

  @AfterEach
  void leave() {
    heard.close();
  }

  @Test
  void lettersComeOneAtATime() {
    assertTrue(heard.open(Posix.CWD, FIFO) >= 0);
    assertEquals(-Errno.EAGAIN, heard.next());
    assertEquals(0, said.send(Posix.CWD, FIFO, CString.of("udx"), 2));
    assertEquals('u', heard.next());
    assertEquals('d', heard.next());
    assertEquals(-Errno.EAGAIN, heard.next());
    assertEquals(0, said.send(Posix.CWD, FIFO, CString.of(""), 0));
    assertEquals(List.of(), client.openDescriptors());
    assertEquals(0600, daemon.permissions("/supervise/control"));
  }

  @Test
  void nobodyListensBeforeAndAfter() {
    assertEquals(-Errno.ENOENT, said.send(Posix.CWD, FIFO, CString.of("u"), 1));
    heard.open(Posix.CWD, FIFO);
    heard.close();
    assertEquals(-Errno.ENXIO, said.send(Posix.CWD, FIFO, CString.of("u"), 1));
    assertEquals(List.of(), daemon.openDescriptors());
    assertTrue(heard.open(Posix.CWD, FIFO) >= 0);
  }

  @Test
  void aClientWaitsForRoom() {
    heard.open(Posix.CWD, FIFO);
    byte[] letters = new byte[64];
    for (int i = 0; i < 1024; i++) assertEquals(0, said.send(Posix.CWD, FIFO, letters, 64));
    daemon.after(500, () -> heard.next());
    assertEquals(0, said.send(Posix.CWD, FIFO, letters, 1));
  }

  @Test
  void somethingElseIsLeftAlone() {
    daemon.file("/supervise/control", "");
    assertEquals(-Errno.EEXIST, heard.open(Posix.CWD, FIFO));
    assertEquals(-1, heard.descriptor());
  }

  /** Whoever owns the service may lead its control to any file, and root may send a letter. */
  @Test
  void lettersAreSentIntoFifosAlone() {
    daemon.file("/victim", "precious");
    daemon.symlink(CString.of("/victim"), Posix.CWD, FIFO);
    assertEquals(-Errno.ENXIO, said.send(Posix.CWD, FIFO, CString.of("u"), 1));
    assertEquals(-Errno.ENXIO, said.offer(Posix.CWD, FIFO, CString.of("u"), 1));
    daemon.unlink(Posix.CWD, FIFO);
    daemon.file("/supervise/control", "precious");
    assertEquals(-Errno.ENXIO, said.send(Posix.CWD, FIFO, CString.of("u"), 1));
    assertEquals("precious", CString.text(daemon.bytes("/victim")));
    assertEquals("precious", CString.text(daemon.bytes("/supervise/control")));
    assertEquals(List.of(), client.openDescriptors());
  }

  @Test
  void noFileIsMadeOrEmptiedThroughALink() {
    daemon.file("/victim", "precious");
    for (byte[] file :
        new byte[][] {ServiceDirectory.DEATH_TALLY, ServiceDirectory.DEATH_TALLY_NEW})
      daemon.symlink(CString.of("/victim"), Posix.CWD, file);
    assertEquals(
        0, new DeathTally(daemon).append(daemon.open(Posix.CWD, CString.of("/"), 0, 0), 1, 0, 5));
    assertEquals(0, new DeathTally(daemon).clear(Posix.CWD));
    daemon.symlink(CString.of("/victim"), Posix.CWD, ServiceDirectory.STATUS_NEW);
    assertEquals(0, new StatusFile(daemon).write(Posix.CWD, new ServiceStatus()));
    daemon.symlink(CString.of("/nowhere"), Posix.CWD, CString.of("/socket.lock"));
    assertEquals(-Errno.ELOOP, new LockFile(daemon).claimSocket(CString.of("/socket")));
    assertEquals("precious", CString.text(daemon.bytes("/victim")));
    assertTrue(!daemon.exists("/nowhere"));
  }

  @Test
  void aFailedOpenLeavesNothingOpen() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = new FakePosix().directory("/supervise");
              ControlFifo fifo = new ControlFifo(faulty.around(kernel));
              boolean opened = fifo.open(Posix.CWD, FIFO) >= 0;
              assertEquals(faulty.failed() == null, opened);
              assertEquals(opened ? 1 : 0, kernel.openDescriptors().size());
              assertEquals(List.of(), kernel.complaints());
              fifo.close();
              assertEquals(List.of(), kernel.openDescriptors());
            });
    assertEquals(3, calls);
  }

  @Test
  void oneDaemonAtATime() {
    LockFile lock = new LockFile(daemon);
    LockFile asked = new LockFile(client);
    assertEquals(-Errno.ENOENT, asked.isHeld(Posix.CWD, LOCK));
    int fd = lock.take(Posix.CWD, LOCK, 0644);
    assertTrue(fd >= 0);
    assertEquals(1, asked.isHeld(Posix.CWD, LOCK));
    assertEquals(-Errno.EAGAIN, asked.take(Posix.CWD, LOCK, 0644));
    assertEquals(List.of(), client.openDescriptors());
    daemon.close(fd);
    assertEquals(0, asked.isHeld(Posix.CWD, LOCK));
    int next = asked.take(Posix.CWD, LOCK, 0644);
    assertTrue(next >= 0);
    client.close(next);
  }
}
