package s6j.timer;

import s6j.cli.Family;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Calls programs of the room as a shell would. */
final class Called {
  private Called() {}

  static int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return Family.run(posix, TimerPrograms.all(), arguments);
  }

  /** Runs a daemon until a signal ends it. */
  static int runUntilEnd(Posix posix, String line) {
    try {
      return run(posix, line.split(" "));
    } catch (FakePosix.Killed end) {
      return -end.signal;
    }
  }
}
