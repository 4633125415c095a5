package s6j.posix;

/**
 * Which executions are done in the process that is there (docs/decisions/0010): those of the
 * program's own file, where the system would do no more than start it. Pure.
 */
public final class Fusion {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int SET_ID = 06000;
  private static final int EXECUTABLE = 0111;

  private Fusion() {}

  /** What tells a file from others. */
  public static final class Identity {
    /** Type and permission bits. */
    public int mode;

    public long device;
    public long inode;

    /** The mount that it was reached by; 0 where the kernel does not say. */
    public long mount;
  }

  /** Whether a file is the one that runs, and one that gives no rights. */
  public static boolean isSame(Identity file, Identity own) {
    return (file.mode & TYPE) == REGULAR
        && (file.mode & SET_ID) == 0
        && file.inode == own.inode
        && file.device == own.device;
  }

  /**
   * Whether the program's own file can be executed, as it was before: everybody may, and there is
   * no other mount on the way, which may be one that forbids it. Where not, that has to be asked.
   */
  public static boolean isExecutable(Identity file, Identity own) {
    return (file.mode & EXECUTABLE) == EXECUTABLE && file.mount != 0 && file.mount == own.mount;
  }

  /** Whether a copy of this process does what was planned, and nothing of it can fail there. */
  public static boolean canPrepare(Descriptors posix, Spawn spawn) {
    if (spawn.newPidNamespace || spawn.beginning != null || spawn.directory != Posix.CWD)
      return false;
    for (int i = 0; i < spawn.moves; i++)
      if (!isOpen(posix, spawn.from[i]) || !isOpen(posix, spawn.to[i])) return false;
    return true;
  }

  /** What is open can be moved, and what is moved onto it has a number under the limit. */
  private static boolean isOpen(Descriptors posix, int fd) {
    return posix.descriptorFlags(fd) >= 0;
  }
}
