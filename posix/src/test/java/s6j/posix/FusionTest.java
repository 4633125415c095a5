package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FusionTest {
  private static final int EXECUTABLE = 0100755;

  private final Fusion.Identity own = identity(EXECUTABLE, 7, 11, 3);
  private final Spawn spawn = new Spawn();

  private static Fusion.Identity identity(int mode, long device, long inode, long mount) {
    Fusion.Identity identity = new Fusion.Identity();
    identity.mode = mode;
    identity.device = device;
    identity.inode = inode;
    identity.mount = mount;
    return identity;
  }

  @Test
  void theSameFileIsTheImage() {
    assertTrue(Fusion.isSame(own, own));
    assertTrue(Fusion.isSame(identity(EXECUTABLE, 7, 11, 99), own));
    assertFalse(Fusion.isSame(identity(EXECUTABLE, 7, 12, 3), own));
    assertFalse(Fusion.isSame(identity(EXECUTABLE, 8, 11, 3), own));
    assertFalse(Fusion.isSame(identity(040755, 7, 11, 3), own));
  }

  @Test
  void whatGivesRightsIsExecuted() {
    assertFalse(Fusion.isSame(identity(0104755, 7, 11, 3), own));
    assertFalse(Fusion.isSame(identity(0102755, 7, 11, 3), own));
  }

  @Test
  void whatNotEverybodyMayExecuteIsAskedFor() {
    assertTrue(Fusion.isExecutable(own, own));
    assertFalse(Fusion.isExecutable(identity(0100750, 7, 11, 3), own));
    assertFalse(Fusion.isExecutable(identity(0100644, 7, 11, 3), own));
  }

  /** The other mount may forbid executions; without its number it may be another. */
  @Test
  void onAnotherMountItIsAskedFor() {
    assertFalse(Fusion.isExecutable(identity(EXECUTABLE, 7, 11, 4), own));
    Fusion.Identity unknown = identity(EXECUTABLE, 7, 11, 0);
    assertFalse(Fusion.isExecutable(unknown, unknown));
  }

  @Test
  void aCopyPreparesWhatCannotFail() {
    FakePosix posix = new FakePosix();
    assertTrue(Fusion.canPrepare(posix, spawn));
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    spawn.move(ends[0], ends[1]);
    assertTrue(Fusion.canPrepare(posix, spawn));
    posix.close(ends[0]);
    assertFalse(Fusion.canPrepare(posix, spawn));
    posix.close(ends[1]);
  }

  @Test
  void aNumberThatIsNotOpenMayBeOverTheLimit() {
    FakePosix posix = new FakePosix();
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    spawn.move(ends[0], 400);
    assertFalse(Fusion.canPrepare(posix, spawn));
    posix.close(ends[0]);
    posix.close(ends[1]);
  }

  @Test
  void whatCanFailInTheChildIsSpawned() {
    FakePosix posix = new FakePosix();
    spawn.directory = 5;
    assertFalse(Fusion.canPrepare(posix, spawn));
    spawn.reset().newPidNamespace = true;
    assertFalse(Fusion.canPrepare(posix, spawn));
    spawn.reset().beginning = pid -> {};
    assertFalse(Fusion.canPrepare(posix, spawn));
  }
}
