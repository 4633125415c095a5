package s6j.front.definition;

/**
 * Something that must hold, or else the service is skipped: it counts as up, runs nothing, and the
 * reason is kept.
 */
public record Condition(Test test, String operand, boolean negated, Moment moment) {
  /** What is looked at. */
  public enum Test {
    PATH("path-exists"),
    DIRECTORY("directory-exists"),
    NOT_EMPTY("directory-not-empty"),
    EXECUTABLE("executable"),
    VARIABLE("variable"),
    HOST("host"),
    USER("user"),
    COMMAND("command");

    public final String key;

    Test(String key) {
      this.key = key;
    }
  }

  /** When it is looked at. */
  public enum Moment {
    COMPILE("compile"),
    START("start");

    public final String word;

    Moment(String word) {
      this.word = word;
    }
  }

  /** What is told when it does not hold. */
  public String reason() {
    String holds = negated ? "not wanted: " : "wanted: ";
    return holds + test.key + " " + operand;
  }
}
