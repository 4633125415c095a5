package s6j.front.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files that are made before the service starts, and what happens when they become others. */
public record Configure(
    List<Template> templates, Map<String, String> values, Optional<Script> run, Changed changed) {
  /** {@code @NAME@} in {@code source} becomes the value of NAME in {@code target}. */
  public record Template(String source, String target, String mode) {}

  /** What a running service gets when a file it is made from has changed. */
  public enum Changed {
    RESTART("restart", "-r"),
    RELOAD("reload", "-l"),
    NOTHING("nothing", "");

    public final String word;

    /** Of s6-svc. */
    public final String option;

    Changed(String word, String option) {
      this.word = word;
      this.option = option;
    }
  }
}
