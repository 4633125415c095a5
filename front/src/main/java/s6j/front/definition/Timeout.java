package s6j.front.definition;

/** A timeout of a service: its key in a definition and the file that holds its milliseconds. */
public enum Timeout {
  UP("up"),
  DOWN("down"),
  KILL("kill"),
  FINISH("finish");

  public final String key;

  Timeout(String key) {
    this.key = key;
  }

  public String file() {
    return "timeout-" + key;
  }
}
