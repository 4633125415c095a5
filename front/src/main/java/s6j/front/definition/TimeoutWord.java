package s6j.front.definition;

/** A timeout of a service: its key in a definition and the file that holds its milliseconds. */
public enum TimeoutWord implements Word {
  UP,
  DOWN,
  KILL,
  FINISH;

  public String file() {
    return "timeout-" + word();
  }

  /** Whether oneshots do not have it. */
  boolean isOfLongruns() {
    return this == KILL || this == FINISH;
  }
}
