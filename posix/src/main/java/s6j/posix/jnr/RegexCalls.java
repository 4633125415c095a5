package s6j.posix.jnr;

/** The C library on regular expressions and locales. Pointers are addresses. */
public interface RegexCalls {
  int regcomp(long regex, long pattern, int flags);

  int regexec(long regex, long text, long count, long matches, int flags);

  void regfree(long regex);

  long regerror(int error, long regex, long buffer, long length);

  long newlocale(int categories, long name, long base);

  long uselocale(long locale);
}
