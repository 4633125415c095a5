package s6j.front.toml;

/** The name of a service or bundle, and where it is mentioned. */
public record Name(String text, Place place) {
  @Override
  public String toString() {
    return text;
  }
}
