package s6j.log.match;

import s6j.posix.Posix;

/** A POSIX extended regular expression, matched by the C library. */
public final class RegexMatcher implements Matcher {
  private final Posix posix;
  private final int regex;

  public RegexMatcher(Posix posix, int regex) {
    this.posix = posix;
    this.regex = regex;
  }

  @Override
  public boolean matches(byte[] line, int from, int to) {
    return posix.matchesRegex(regex, line, from, to - from);
  }
}
