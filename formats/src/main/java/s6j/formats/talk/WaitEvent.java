package s6j.formats.talk;

/**
 * What a waiter hears: the letters of a supervisor (docs/specification/s6.md, C.7.3), and its own
 * timer.
 */
public enum WaitEvent {
  DOWN,
  FULLY_DOWN,
  UP,
  READY,
  GAVE_UP,
  LEFT,
  OTHER,
  TIMER;

  /** What a byte of an event fifo means. */
  public static WaitEvent of(int letter) {
    return switch (letter) {
      case 'd' -> DOWN;
      case 'D' -> FULLY_DOWN;
      case 'u' -> UP;
      case 'U' -> READY;
      case 'O' -> GAVE_UP;
      case 'x' -> LEFT;
      default -> OTHER;
    };
  }
}
