package s6j.portable.tree;

import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * Removes a file, or a directory with all that is in it; links are removed, not followed. The first
 * failure is the end of it.
 */
final class Removal {
  private static final int RECORDS = 32768;
  private static final int ENTERED = 1;

  private final Posix posix;
  private final Descent descent;
  private final Levels levels = new Levels();
  private final DirectoryReader reader;

  Removal(Posix posix) {
    this.posix = posix;
    descent = new Descent(posix);
    reader = new DirectoryReader(posix, RECORDS);
  }

  /** 0, also if there is nothing of this name, or the negated errno. */
  int remove(byte[] path) {
    int answer = unlink(path);
    if (answer == ENTERED) answer = enter(path);
    while (answer >= 0 && !levels.isEmpty())
      answer = levels.last().next() ? enter(levels.last().name()) : leave();
    descent.end();
    return answer;
  }

  /** 0, the negated errno, or {@link #ENTERED} if it has to be entered. */
  private int unlink(byte[] name) {
    int answer = posix.unlink(descent.directory(), name);
    return switch (answer) {
      case -Errno.EISDIR, -Errno.EPERM -> ENTERED;
      case -Errno.ENOENT -> 0;
      default -> answer;
    };
  }

  /** Removes what is no directory at once, and notes the directories. */
  private int enter(byte[] name) {
    int answer = descent.enter(name, false);
    // Some systems say EPERM of a directory; of what is none it was the answer.
    if (answer == -Errno.ENOTDIR || answer == -Errno.ELOOP) return -Errno.EPERM;
    if (answer == -Errno.ENOENT) return 0;
    if (answer < 0) return answer;
    Level level = levels.enter(name);
    reader.start(descent.directory());
    while (answer >= 0 && reader.next()) {
      answer = unlink(reader.name());
      if (answer == ENTERED) level.add(reader.name());
    }
    return answer < 0 ? answer : -reader.error();
  }

  private int leave() {
    byte[] name = levels.last().own();
    levels.leave();
    int answer = descent.leave();
    if (answer >= 0) answer = posix.rmdir(descent.directory(), name);
    return answer == -Errno.ENOENT ? 0 : answer;
  }
}
