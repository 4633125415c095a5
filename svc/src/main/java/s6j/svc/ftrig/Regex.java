package s6j.svc.ftrig;

import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Posix;

/** Regular expressions of a command line: POSIX extended ones, as the C library reads them. */
final class Regex {
  private Regex() {}

  /** Compiles: a handle from 0, or -1 once it has said what is wrong (exit code 111). */
  static int compile(Posix posix, Messages messages, byte[] pattern) {
    String problem = RegexSize.problem(pattern);
    if (problem != null) {
      messages.fatal().text("regular expression ").text(problem).end();
      return -1;
    }
    int regex = posix.compileRegex(pattern, 0);
    if (regex >= 0) return regex;
    byte[] reason = new byte[256];
    int length = posix.regexError(regex, reason);
    messages
        .fatal()
        .unableTo("compile regular expression ")
        .bytes(shortened(pattern))
        .text(": ")
        .bytes(CString.slice(reason, 0, length < 0 ? 0 : length))
        .end();
    return -1;
  }

  private static byte[] shortened(byte[] pattern) {
    int length = CString.length(pattern);
    if (length <= 64) return pattern;
    return CString.concat(CString.slice(pattern, 0, 61), CString.of("..."));
  }
}
