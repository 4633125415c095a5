package s6j.client;

/** Where a service is in its life. */
public enum State {
  /** Nothing of it runs. */
  DOWN,
  /** It has ended, and {@code finish} is at work. */
  FINISHING,
  /** It runs, and has not said that it is ready; one that never says so stays here. */
  UP,
  /** It runs and has said that it is ready. */
  READY;

  /**
   * Whether a service in another state is where this one was waited for: one that is ready is up,
   * and one that is down has ended.
   */
  public boolean isReachedBy(State other) {
    return switch (this) {
      case DOWN -> other == DOWN;
      case FINISHING -> other == DOWN || other == FINISHING;
      case UP -> other == UP || other == READY;
      case READY -> other == READY;
    };
  }

  /** Whether {@code run} runs. */
  public boolean isUp() {
    return this == UP || this == READY;
  }
}
