package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.rc.change.Services;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.LiveName;
import s6j.rc.live.NamedServices;
import s6j.rc.live.Selection;
import s6j.rc.live.StateFile;
import s6j.rc.live.UnfinishedChange;

/** Small parts of the room, each by what it is for. */
class RoomPartsTest {
  @Test
  void aSelectionIsClosedInvertedAndShown() {
    RcDatabase set =
        new Services().longrun("a").essential().longrun("b", 0).longrun("c", 1).database();
    Selection selection = new Selection(set);
    assertTrue(selection.isEmpty());
    selection.add(1);
    assertFalse(selection.isEmpty());
    selection.close(true);
    assertArrayEquals(new boolean[] {true, true, false}, selection.members());
    assertFalse(selection.shows(0, true));
    assertTrue(selection.shows(0, false));
    selection.invert();
    assertArrayEquals(new boolean[] {false, false, true}, selection.members());
    selection.addLive(new byte[] {StateFile.NAMED, StateFile.UP, 0});
    assertArrayEquals(new boolean[] {false, true, true}, selection.members());
    selection.addAll();
    assertArrayEquals(new boolean[] {true, true, true}, selection.members());
  }

  /** An update changed what the name leads to while its lock was waited for. */
  @Test
  void theLockIsThatOfTheDirectoryInUse() {
    FakePosix machine = new FakePosix().file("/one/lock", "").file("/two/lock", "");
    byte[] live = CString.of("/live");
    machine.symlink(CString.of("/one"), Posix.CWD, live);
    FakePosix updating = machine.another();
    assertTrue(new LiveDirectory(updating, live).lock(true, false) >= 0);
    assertEquals(-Errno.EBUSY, new LiveDirectory(machine, live).lock(true, false));
    machine.after(
        100,
        () -> {
          updating.unlink(Posix.CWD, live);
          updating.symlink(CString.of("/two"), Posix.CWD, live);
          updating.end(0);
        });
    int fd = new LiveDirectory(machine, live).lock(true, true);
    FileStat held = new FileStat();
    FileStat named = new FileStat();
    assertEquals(0, machine.fstat(fd, held));
    assertEquals(0, machine.stat(Posix.CWD, CString.of("/two/lock"), true, named));
    assertEquals(named.inode, held.inode);
    machine.close(fd);
  }

  @Test
  void theNameOfALiveDirectoryHasNoSlashAtItsEnd() {
    assertNull(LiveDirectory.withoutSlashes(CString.of("///")));
    assertNull(LiveDirectory.withoutSlashes(new byte[0]));
    assertEquals("/a", CString.text(LiveDirectory.withoutSlashes(CString.of("/a//"))));
    assertEquals("a", CString.text(LiveDirectory.withoutSlashes(CString.of("a"))));
  }

  /** Links tell by their text whose they are, whether or not they lead anywhere. */
  @Test
  void aLinkIsOfALiveDirectoryByItsName() {
    FakePosix posix = new FakePosix().directory("/run").directory("/elsewhere");
    posix.symlink(CString.of("/run"), Posix.CWD, CString.of("/var-run"));
    LiveName name = new LiveName(posix, CString.of("/run/live/"));
    assertEquals("/run/live", CString.text(name.path()));
    Object[][] links = {
      {"/run/live/servicedirs/x", true},
      {"/run/live:s6-rc-init:abcdef/servicedirs/x", true},
      {"/var-run/live:s6-rc-update:abcdef/servicedirs/x", true},
      {"/run/live/other/x", false},
      {"/run/life/servicedirs/x", false},
      {"/run/live:s6-x/servicedirs/x", false},
      {"/elsewhere/live/servicedirs/x", false},
      {"/nowhere/live/servicedirs/x", false},
      {"x", false}
    };
    for (Object[] link : links)
      assertEquals(link[1], name.hasService(CString.of((String) link[0])), "" + link[0]);
  }

  @Test
  void aStateFileIsReplacedOnceAndThenWrittenInPlace() {
    FakePosix posix = new FakePosix().directory("/live");
    StateFile file = new StateFile(posix, CString.of("/live/state"));
    byte[] state = {1, (byte) 0xf2, 0};
    assertEquals(0, file.reserve(state));
    assertEquals(0, file.reserve(state));
    assertTrue(posix.exists("/live/state.new"));
    assertEquals(0, file.write(state, 0));
    assertArrayEquals(new byte[] {1, 2, 0}, posix.bytes("/live/state"));
    assertFalse(posix.exists("/live/state.new"));
    state[0] = 0;
    state[2] = 3;
    assertEquals(0, file.write(state, 2));
    assertArrayEquals(new byte[] {1, 2, 3}, posix.bytes("/live/state"));
    byte[] read = new byte[3];
    assertEquals(0, file.read(read));
    assertArrayEquals(new byte[] {1, 2, 3}, read);
    assertEquals(StateFile.SHORT, file.read(new byte[4]));
    file.release();
    file.close();
    assertTrue(posix.exists("/live/state"));
    assertEquals(List.of(), posix.openDescriptors());
  }

  @Test
  void anEmptyStateFileIsTooShort() {
    FakePosix posix = new FakePosix().file("/live/state", "");
    StateFile file = new StateFile(posix, CString.of("/live/state"));
    assertEquals(StateFile.SHORT, file.read(new byte[1]));
    assertEquals(0, file.read(new byte[0]));
  }

  @Test
  void whatIsLeftUnfinishedHasAFileAndNothingHasNone() {
    FakePosix posix = new FakePosix().directory("/live");
    LiveDirectory live = new LiveDirectory(posix, CString.of("/live"));
    assertEquals(0, UnfinishedChange.leave(posix, live, new ByteSink(8)));
    assertEquals(List.of(), posix.names("/live"));
    assertEquals(0, UnfinishedChange.leave(posix, live, new ByteSink(8).put("a\n")));
    assertEquals("a\n", CString.text(posix.bytes("/live/.unfinished")));
  }

  @Test
  void roomThatWasTakenIsGivenBack() {
    FakePosix posix = new FakePosix().directory("/live");
    StateFile file = new StateFile(posix, CString.of("/live/state"));
    assertEquals(0, file.reserve(new byte[2]));
    file.release();
    assertEquals(List.of(), posix.names("/live"));
    assertEquals(List.of(), posix.openDescriptors());
  }

  @Test
  void aLockIsSharedByThoseWhoRead() {
    FakePosix posix = new FakePosix().file("/live/lock", "");
    FakePosix other = posix.another();
    assertTrue(new LiveDirectory(other, CString.of("/live")).lock(false, false) >= 0);
    LiveDirectory live = new LiveDirectory(posix, CString.of("/live"));
    int shared = live.lock(false, false);
    assertTrue(shared >= 0);
    posix.close(shared);
    assertEquals(-Errno.EBUSY, live.lock(true, false));
    assertEquals(List.of(), posix.openDescriptors());
    other.end(0);
    int own = live.lock(true, false);
    assertTrue(own >= 0);
    posix.close(own);
  }

  @Test
  void namesThatWereKeptAreForgottenOneByOne() {
    FakePosix posix = new FakePosix().file("/live/.named", "b\nnobody\na");
    RcDatabase set = new Services().longrun("a").longrun("b").longrun("c").database();
    LiveDirectory live = new LiveDirectory(posix, CString.of("/live"));
    NamedServices named = new NamedServices(posix, live, set, new byte[] {0, 0, StateFile.NAMED});
    named.read();
    assertTrue(named.has(0) && named.has(1) && named.has(2));
    named.save();
    assertEquals("b\nnobody\na", CString.text(posix.bytes("/live/.named")));
    named.forget(2);
    named.save();
    assertEquals("b\nnobody\na", CString.text(posix.bytes("/live/.named")));
    named.forget(0);
    named.save();
    assertEquals("b\n", CString.text(posix.bytes("/live/.named")));
    assertFalse(named.has(0) || named.has(2));
    named.forget(1);
    named.save();
    assertFalse(posix.exists("/live/.named"));
    NamedServices.leave(posix, live, new ByteSink(8));
    assertFalse(posix.exists("/live/.named"));
  }
}
