package s6j.front.definition;

import java.util.List;
import s6j.front.toml.Name;

/**
 * Files and directories whose change a service is told of. {@code quiet} in milliseconds; {@code
 * dependents} are services that get the same, or all that need it.
 */
public record Watch(
    List<String> paths, Answer answer, long quiet, boolean allDependents, List<Name> dependents) {
  /** What the service gets. */
  public enum Answer {
    RESTART("restart", "-r"),
    RELOAD("reload", "-l");

    public final String word;

    /** Of s6-svwatch. */
    public final String option;

    Answer(String word, String option) {
      this.word = word;
      this.option = option;
    }
  }

  public static final long DEFAULT_QUIET = 1000;
}
