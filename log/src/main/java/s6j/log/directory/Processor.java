package s6j.log.directory;

import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** A command that turns previous into what is archived (docs/specification/s6.md, E.10). */
public final class Processor {
  private static final int NONE = 0;

  /** Above the descriptors that the command is given, so that no move overwrites a source. */
  private static final int FIRST_FREE = 10;

  private static final int FILES = 4;
  private static final int[] TARGETS = {0, 1, 4, 5};

  private final Posix posix;
  private final byte[] file;
  private final byte[][] arguments;
  private final Spawn spawn = new Spawn();
  private final int[] sources = new int[FILES];
  private LogFiles files;
  private int pid = NONE;

  /** {@code file} is run as it is, without a path search. */
  public Processor(Posix posix, byte[] file, byte[][] arguments) {
    this.posix = posix;
    this.file = file;
    this.arguments = arguments;
  }

  boolean isRunning(int child) {
    return pid != NONE && pid == child;
  }

  /** Starts the command in the directory; a negated errno, after a warning, if it cannot. */
  int start(LogFiles directory) {
    files = directory;
    int error = openFiles();
    if (error >= 0) error = spawnChild();
    for (int i = 0; i < FILES; i++) if (sources[i] >= 0) posix.close(sources[i]);
    return error;
  }

  /** Notes the end of the command; whether it succeeded. */
  boolean ended(int waitStatus) {
    pid = NONE;
    if (WaitStatus.signaled(waitStatus)) files.warnOfProcessor("crashed");
    else if (WaitStatus.exitCode(waitStatus) != 0) files.warnOfProcessor("failed");
    return waitStatus == 0;
  }

  private int openFiles() {
    for (int i = 0; i < FILES; i++) sources[i] = -1;
    for (int i = 0; i < FILES; i++) {
      int opened = openFile(i);
      if (opened < 0) return opened;
      sources[i] = posix.dup(opened, FIRST_FREE, true);
      posix.close(opened);
      if (sources[i] < 0) return files.warnOfSpawn(sources[i]);
    }
    return 0;
  }

  private int openFile(int place) {
    return switch (place) {
      case 0 -> files.openPrevious();
      case 1 -> files.openProcessed();
      case 2 -> files.openState();
      default -> files.openNewState();
    };
  }

  private int spawnChild() {
    spawn.reset();
    spawn.file = file;
    spawn.arguments = arguments;
    spawn.directory = files.directory();
    for (int i = 0; i < FILES; i++) spawn.move(sources[i], TARGETS[i]);
    int child = posix.spawn(spawn);
    if (child < 0) return files.warnOfSpawn(child);
    pid = child;
    return 0;
  }
}
