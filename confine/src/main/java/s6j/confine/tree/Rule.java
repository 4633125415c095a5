package s6j.confine.tree;

import s6j.posix.CString;
import s6j.posix.Decimal;

/** What ends with a program, and how: the words of a {@code kill} file or of options. */
final class Rule {
  /** Who gets the signals that end, and who is not left behind. */
  enum Mode {
    /** All processes that come of the program. */
    TREE("tree", 5000),
    /** The program; once it has ended, all others. */
    MIXED("mixed", 0),
    /** The process group of the program. */
    GROUP("group", 0),
    /** The program alone; what it leaves is left. */
    PROCESS("process", 0);

    final byte[] word;
    final long graceMillis;

    Mode(String word, long graceMillis) {
      this.word = CString.of(word);
      this.graceMillis = graceMillis;
    }
  }

  private static final byte[] FOLLOW = CString.of("follow");
  private static final int USUAL = -1;
  private static final Mode[] MODES = Mode.values();

  Mode mode = Mode.TREE;

  /** A process that exits 0 and leaves others has gone into the background: one of them is it. */
  boolean follows;

  /** Whether the process that {@code supervise/main} names is the program from then on. */
  boolean heedsName;

  private long grace = USUAL;

  /** How long those who are left have, from TERM to KILL. */
  long graceMillis() {
    return grace == USUAL ? mode.graceMillis : grace;
  }

  /** Takes one word; whether it is one. */
  boolean take(byte[] word) {
    if (takeMode(word)) return true;
    if (CString.equal(word, FOLLOW)) return follows = true;
    return takeGrace(Decimal.parse(word));
  }

  /** Whether the word is that of a mode. */
  boolean takeMode(byte[] word) {
    for (Mode one : MODES) {
      if (!CString.equal(word, one.word)) continue;
      mode = one;
      return true;
    }
    return false;
  }

  private boolean takeGrace(long millis) {
    if (millis < 0 || millis > Integer.MAX_VALUE) return false;
    grace = millis;
    return true;
  }
}
