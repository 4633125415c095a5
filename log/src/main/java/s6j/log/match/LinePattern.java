package s6j.log.match;

import s6j.posix.Posix;

/**
 * An extended regular expression as a table: one look-up a byte, whatever the line. Made by {@link
 * PatternCompiler} for the expressions it knows; the others are left to the C library.
 */
public final class LinePattern implements Matcher {
  private static final int NO_BYTE = 256;

  /** Within so many bytes a loop finds a byte faster than a call does. */
  private static final int NEAR = 32;

  private final Posix posix;
  private final byte[] classes;
  private final byte[] next;
  private final boolean[] accepts;
  private final boolean[] acceptsAtEnd;
  private final int width;
  private final int initial;

  /** The state behind any byte that begins nothing, and the byte that leads out of it. */
  private final int resting;

  private final int leaving;

  /** The state from which nothing can match any more, or -1. */
  private final int dead;

  public LinePattern(Posix posix, PatternCompiler compiled) {
    this.posix = posix;
    this.classes = compiled.classes();
    this.next = compiled.next();
    this.accepts = compiled.accepts();
    this.acceptsAtEnd = compiled.acceptsAtEnd();
    this.width = compiled.width();
    this.initial = compiled.initial();
    this.resting = compiled.resting();
    this.dead = compiled.dead();
    this.leaving = resting == dead ? NO_BYTE : onlyByteOutOf(resting);
  }

  @Override
  public boolean matches(byte[] line, int from, int to) {
    byte[] table = next;
    byte[] classOf = classes;
    int state = initial;
    int place = from;
    while (!accepts[state]) {
      if (place == to) return acceptsAtEnd[state];
      if (state == dead) return false;
      if (state == resting && leaving != NO_BYTE) {
        place = nextLeaving(line, place, to);
        if (place < 0) return acceptsAtEnd[state];
      }
      state = table[state * width + classOf[line[place] & 0xff]];
      place++;
    }
    return true;
  }

  /** Whether every match begins with one and the same byte, wherever in the line it is. */
  public boolean hasFirstByte() {
    return leaving != NO_BYTE && initial == resting && !accepts[initial] && !acceptsAtEnd[initial];
  }

  /** The place of the next byte that may begin a match, or {@code to}. */
  public int nextCandidate(byte[] bytes, int from, int to) {
    int place = nextLeaving(bytes, from, to);
    return place < 0 ? to : place;
  }

  private int nextLeaving(byte[] line, int from, int to) {
    int near = to - from > NEAR ? from + NEAR : to;
    for (int i = from; i < near; i++) if (line[i] == leaving) return i;
    return near < to ? posix.indexOf(line, near, to, leaving) : -1;
  }

  /** The one byte that does not lead back to the state, or none if there are more. */
  private int onlyByteOutOf(int state) {
    int found = NO_BYTE;
    for (int b = 0; b < 256; b++) {
      if (next[state * width + classes[b]] == state) continue;
      if (found != NO_BYTE) return NO_BYTE;
      found = (byte) b;
    }
    return found;
  }
}
