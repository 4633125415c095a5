package s6j.formats.talk;

import org.jspecify.annotations.Nullable;

/** The state a waiter wants services to reach, by its option letter (s6-svwait page). */
public enum WaitGoal {
  UP('u', true, false, false),
  READY('U', true, true, false),
  DOWN('d', false, false, false),
  FULLY_DOWN('D', false, true, false),
  RESTARTED('r', true, false, true),
  RESTARTED_READY('R', true, true, true);

  public final char letter;

  /** Whether the process shall be there; a running finish script counts as down. */
  public final boolean up;

  /** Whether the ready flag is wanted too: notified, or down with the finish script over. */
  public final boolean ready;

  /** Whether the service must be seen down first. */
  public final boolean restart;

  WaitGoal(char letter, boolean up, boolean ready, boolean restart) {
    this.letter = letter;
    this.up = up;
    this.ready = ready;
    this.restart = restart;
  }

  /** The goal of an option letter, or null. */
  public static @Nullable WaitGoal of(int letter) {
    return switch (letter) {
      case 'u' -> UP;
      case 'U' -> READY;
      case 'd' -> DOWN;
      case 'D' -> FULLY_DOWN;
      case 'r' -> RESTARTED;
      case 'R' -> RESTARTED_READY;
      default -> null;
    };
  }
}
