package s6j.faults.story;

/** A line of a story that says nothing, or not what happened. */
public final class BadStory extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadStory(String file, int line, String what) {
    super(file + ":" + line + ": " + what);
  }
}
