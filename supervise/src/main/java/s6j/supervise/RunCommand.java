package s6j.supervise;

import static s6j.formats.ServiceDirectory.SERVICE_LOCK;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Spawn;

/**
 * How run is started: as {@code ./run NAME}; behind s6-setlock, which takes the lock of a service
 * in run's process; behind s6-tree, which ends what comes of run; or behind both. Allocates nothing
 * once made.
 */
final class RunCommand {
  private static final byte[] PATH = CString.of("./run");
  private static final byte[] END = CString.of("--");
  private static final int NUMBER_SIZE = 12;

  private final Forerunners forerunners;
  private final byte[] lockNumber = new byte[NUMBER_SIZE];

  // Each ends with the name of the service.
  private final byte[][] alone;
  private final byte[][] locked;
  private final byte[][] tree;
  private final byte[][] lockedTree;

  RunCommand(Forerunners forerunners) {
    this.forerunners = forerunners;
    byte[] locker = CString.of("s6-setlock");
    byte[] descriptor = CString.of("-d");
    byte[] keeper = CString.of("s6-tree");
    byte[] ofService = CString.of("-s");
    alone = new byte[][] {PATH, null};
    locked = new byte[][] {locker, descriptor, lockNumber, END, SERVICE_LOCK, PATH, null};
    tree = new byte[][] {keeper, ofService, END, PATH, null};
    byte[] path = forerunners.setlock;
    lockedTree =
        new byte[][] {
          keeper, ofService, END, path, descriptor, lockNumber, END, SERVICE_LOCK, PATH, null
        };
  }

  /**
   * Fills in file and arguments; {@code lock} is the descriptor of the lock, 0 or less for none.
   */
  void fill(Spawn spawn, byte[] name, long lock, boolean hasTree) {
    boolean hasLock = lock > 0;
    if (hasLock) lockNumber[Decimal.format(lock, lockNumber, 0)] = 0;
    if (hasTree) spawn.file = forerunners.tree;
    else spawn.file = hasLock ? forerunners.setlock : PATH;
    byte[][] words = hasTree ? (hasLock ? lockedTree : tree) : hasLock ? locked : alone;
    words[words.length - 1] = name;
    spawn.arguments = words;
  }
}
