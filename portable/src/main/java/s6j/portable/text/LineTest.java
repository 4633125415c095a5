package s6j.portable.text;

/** Decides whether a line is meant; its bytes may be any but the newline. */
interface LineTest {
  boolean matches(byte[] bytes, int from, int to);
}
