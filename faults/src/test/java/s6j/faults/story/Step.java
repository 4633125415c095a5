package s6j.faults.story;

import java.util.List;

/** One thing that a story says, and the line where it does. */
sealed interface Step {
  int line();

  /** A file, with {@code $HERE} in its text where the story's directory is meant. */
  record Given(int line, String path, int mode, String text) implements Step {}

  /** An executable file. */
  record Played(int line, String path, Script script) implements Step {}

  /** Time passes. */
  record Pass(int line, long millis) implements Step {}

  /** What happens from here on must come true even if a call of a daemon fails. */
  record Finally(int line) implements Step {}

  /** A daemon, which goes on while the story does; {@code input} null for no input. */
  record Start(int line, List<String> words, String input) implements Step {}

  /** A command and what it says; {@code again} if it is asked until it does. */
  record Ask(
      int line,
      boolean again,
      List<String> words,
      String input,
      int code,
      List<String> out,
      List<String> err)
      implements Step {
    String text() {
      return String.join(" ", words) + (input == null ? "" : " < " + input);
    }
  }
}
