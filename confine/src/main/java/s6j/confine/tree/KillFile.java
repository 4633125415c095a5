package s6j.confine.tree;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.SmallFile;
import s6j.posix.CString;
import s6j.posix.Posix;

/** Reads {@code kill} of a service directory, of which the first line counts: words of a rule. */
final class KillFile {
  private static final int LONGEST = 256;

  private KillFile() {}

  /** 0, or the exit code once it has said what is wrong. */
  static int read(Posix posix, Messages messages, Rule rule) {
    byte[] text = new byte[LONGEST];
    int length = SmallFile.read(posix, Posix.CWD, ServiceDirectory.KILL, text, LONGEST);
    if (length < 0)
      return messages
          .fatal()
          .unableTo("read ")
          .bytes(ServiceDirectory.KILL)
          .exit(ExitCode.SYSTEM, length);
    int newline = posix.indexOf(text, 0, length, '\n');
    return take(messages, text, newline < 0 ? length : newline, rule);
  }

  private static int take(Messages messages, byte[] text, int length, Rule rule) {
    int count = 0;
    for (int at = afterBlanks(text, 0, length); at < length; count++) {
      int end = at;
      while (end < length && !isBlank(text[end])) end++;
      byte[] word = CString.slice(text, at, end);
      if (!rule.take(word)) return refused(messages, word);
      at = afterBlanks(text, end, length);
    }
    return count > 0 ? 0 : refused(messages, new byte[0]);
  }

  private static int refused(Messages messages, byte[] word) {
    return messages
        .fatal()
        .bytes(ServiceDirectory.KILL)
        .text(": ")
        .text(word.length == 0 ? "is empty" : "no word of it: ")
        .bytes(word)
        .text(" (tree, mixed, group or process; follow; milliseconds)")
        .exit(ExitCode.USAGE);
  }

  private static int afterBlanks(byte[] text, int from, int length) {
    int at = from;
    while (at < length && isBlank(text[at])) at++;
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
