package s6j.log.match;

/** Decides whether a line is meant by a selection. */
public interface Matcher {
  /** The line is the bytes {@code from} (inclusive) to {@code to} (exclusive), without a NUL. */
  boolean matches(byte[] line, int from, int to);
}
