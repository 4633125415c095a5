package s6j.posix.tea;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.DirectoryReader;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * What a process with very many descriptors starts its children by. A fork copies the table of
 * them, and an exec closes one by one what is close-on-exec; so a child has the table of its parent
 * until it takes one of its own, which ends below what no program shall inherit (close_range(2),
 * since Linux 5.9). What it is to get of the rest lies in places below for that moment.
 */
final class SharedTable {
  /** Of a child that is started so. */
  private static final int MOVES = 4;

  /** Numbers that moves lead to are passed over. */
  private static final int PLACES = 2 * MOVES;

  private static final int FIRST = 3;
  private static final int CLOSE_RANGE = 436;
  private static final int CLOSE_RANGE_UNSHARE = 2;
  private static final byte[] OWN = CString.of("/proc/self/fd");

  private final NativePosix posix;
  private final int nothing;
  private final int[] places = new int[PLACES];
  private final DirectoryReader reader;

  /** No number from here on is for a child; 0 as long as nobody has looked. */
  private int end;

  /** How many places have been looked at for the present child. */
  private int filled;

  /** The system does not know of this; a child has found that out. */
  boolean isToBeCopied;

  /** Takes the places; {@code nothing} is a descriptor of /dev/null. */
  SharedTable(NativePosix posix, int nothing) {
    this.posix = posix;
    this.nothing = nothing;
    this.reader = new DirectoryReader(posix, 1024);
    for (int i = 0; i < PLACES; i++) {
      places[i] = posix.dup(nothing, FIRST, true);
      if (places[i] < 0) isToBeCopied = true;
    }
  }

  /** Puts what a child is to get into the places; false if it has to be started otherwise. */
  boolean hold(Spawn spawn) {
    if (isToBeCopied || spawn.moves > MOVES || !isEndKnown()) return false;
    int next = 0;
    for (int i = 0; i < spawn.moves; i++) {
      while (isTarget(spawn, places[next])) next++;
      if (CDescriptors.dup3(spawn.from[i], places[next], OpenFlags.O_CLOEXEC) < 0) return false;
      spawn.from[i] = places[next++];
      filled = next;
    }
    return true;
  }

  /** In the child, which has only what is below the end from then on; or why it cannot. */
  int leave() {
    long most = 0xffffffffL;
    int error =
        (int)
            NativeFiles.answer(
                CProcesses.syscall(CLOSE_RANGE, end, most, CLOSE_RANGE_UNSHARE, 0, 0));
    if (error < 0) isToBeCopied = true;
    return error;
  }

  /** Once the child has become its program. */
  void release() {
    for (int i = 0; i < filled; i++) CDescriptors.dup3(nothing, places[i], OpenFlags.O_CLOEXEC);
    filled = 0;
  }

  /** Looks once, at the first start: what was not opened here is there for all children. */
  private boolean isEndKnown() {
    if (end == 0) end = findEnd();
    return end > 0;
  }

  private int findEnd() {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int own = posix.open(Posix.CWD, OWN, flags, 0);
    if (own < 0) return own;
    int highest = FIRST;
    for (int place : places) highest = Math.max(highest, place);
    reader.start(own);
    while (reader.next()) {
      int fd = (int) Decimal.parse(reader.name());
      if (posix.isCloseOnExec(fd) == 0) highest = Math.max(highest, fd);
    }
    posix.close(own);
    return reader.error() != 0 ? -reader.error() : highest + 1;
  }

  private static boolean isTarget(Spawn spawn, int fd) {
    for (int i = 0; i < spawn.moves; i++) if (spawn.to[i] == fd) return true;
    return false;
  }
}
