package s6j.front.importer;

import java.util.Arrays;
import s6j.front.toml.Place;

/** A piece of a text, perhaps put together from several, that knows where each character stood. */
public final class Span {
  public final String text;
  private final SourceText source;

  /** One more than there are characters: the last is the end. */
  private final int[] offsets;

  Span(SourceText source, String text, int[] offsets) {
    this.source = source;
    this.text = text;
    this.offsets = offsets;
  }

  public Place place() {
    return place(0);
  }

  public Place place(int index) {
    return source.place(offsets[index]);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  public Span sub(int from) {
    return sub(from, text.length());
  }

  public Span sub(int from, int to) {
    return new Span(source, text.substring(from, to), Arrays.copyOfRange(offsets, from, to + 1));
  }

  Span strip() {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) from++;
    while (to > from && isBlank(text.charAt(to - 1))) to--;
    return sub(from, to);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == 0x0b;
  }

  /** This, a character that stands at the end of this, and another. */
  Span join(char between, Span other) {
    int[] all = Arrays.copyOf(offsets, offsets.length + other.offsets.length);
    System.arraycopy(other.offsets, 0, all, offsets.length, other.offsets.length);
    return new Span(source, text + between + other.text, all);
  }

  /** With another text in place of a part, all of which stands where that begins. */
  Span replaced(int from, int to, String other) {
    int[] places = new int[text.length() - (to - from) + other.length() + 1];
    System.arraycopy(offsets, 0, places, 0, from);
    Arrays.fill(places, from, from + other.length(), offsets[from]);
    System.arraycopy(offsets, to, places, from + other.length(), offsets.length - to);
    return new Span(source, text.substring(0, from) + other + text.substring(to), places);
  }

  /** Only some of the characters; {@code end} is where what was picked from ends. */
  Span picked(int[] indexes, int end) {
    StringBuilder picked = new StringBuilder();
    int[] places = new int[indexes.length + 1];
    for (int i = 0; i < indexes.length; i++) {
      picked.append(text.charAt(indexes[i]));
      places[i] = offsets[indexes[i]];
    }
    places[indexes.length] = offsets[end];
    return new Span(source, picked.toString(), places);
  }

  @Override
  public String toString() {
    return text;
  }
}
