package s6j.front.toml;

/** One thing wrong with a definition; {@code hint} says how to mend it and may be empty. */
public record Problem(Place place, String text, String hint) {
  @Override
  public String toString() {
    return place + ": " + text + (hint.isEmpty() ? "" : " (" + hint + ")");
  }
}
