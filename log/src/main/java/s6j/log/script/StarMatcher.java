package s6j.log.script;

import org.jspecify.annotations.Nullable;
import s6j.log.match.Matcher;

/**
 * A pattern of multilog and svlogd: a star stands for any bytes up to the next one of the pattern,
 * at the end for all that is left; in svlogd a plus for one or more of the next byte; everything
 * else for itself. It must match the whole line (svlogd page, Pattern matching).
 */
public final class StarMatcher implements Matcher {
  private final byte[] pattern;

  /** Only so many bytes of a line are looked at. */
  private final int longest;

  /** What precedes the line and is matched too: multilog's stamp. */
  private final @Nullable Directive stamp;

  /** Whether a plus means repetition. */
  private final boolean repeats;

  /** {@code stamp} may be null. */
  public StarMatcher(byte[] pattern, int longest, Directive stamp) {
    this(pattern, longest, stamp, false);
  }

  private StarMatcher(byte[] pattern, int longest, @Nullable Directive stamp, boolean repeats) {
    this.pattern = pattern;
    this.longest = longest;
    this.stamp = stamp;
    this.repeats = repeats;
  }

  /** A pattern of svlogd. */
  public static StarMatcher repeating(byte[] pattern, int longest) {
    return new StarMatcher(pattern, longest, null, true);
  }

  @Override
  public boolean matches(byte[] line, int from, int to) {
    int before = stamp == null ? 0 : stamp.headLength;
    int length = before + (to - from);
    if (length > longest) length = longest;
    int at = 0;
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i] == '*') {
        if (i + 1 == pattern.length) return true;
        while (at < length && byteAt(line, from, at, before) != pattern[i + 1]) at++;
        if (at == length) return false;
      } else if (repeats && pattern[i] == '+' && i + 1 < pattern.length) {
        i++;
        if (at == length || byteAt(line, from, at, before) != pattern[i]) return false;
        while (at < length && byteAt(line, from, at, before) == pattern[i]) at++;
      } else {
        if (at == length || byteAt(line, from, at, before) != pattern[i]) return false;
        at++;
      }
    }
    return at == length;
  }

  private byte byteAt(byte[] line, int from, int at, int before) {
    return at < before ? stamp.head[at] : line[from + at - before];
  }
}
