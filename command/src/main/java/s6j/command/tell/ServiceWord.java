package s6j.command.tell;

/** The state of a service, as a person would say it. */
enum ServiceWord {
  UP("up"),
  DOWN("down"),
  STARTING("starting"),
  STOPPING("stopping"),
  FAILING("failing"),
  STOPPED("stopped"),
  SKIPPED("skipped"),
  UNKNOWN("unknown");

  final String word;

  ServiceWord(String word) {
    this.word = word;
  }

  /** Whether somebody should look. */
  boolean isOdd() {
    return this == FAILING || this == STOPPED;
  }
}
