package s6j.execline.script;

import s6j.formats.ByteSink;
import s6j.formats.ExeclineLexer;
import s6j.posix.CString;

/** The words of a script. Pure. */
public final class Script {
  private byte[][] words;
  private final ExeclineLexer lexer;
  private final ExeclineLexer.Verdict verdict;

  /** Words of {@code most} bytes at most. */
  public Script(byte[] text, int most) {
    ByteSink into = new ByteSink(Math.min(text.length, most) + 16);
    lexer = new ExeclineLexer(text, text.length, into, most);
    verdict = lexer.read();
    if (verdict == ExeclineLexer.Verdict.GOOD) cut(into, lexer.count());
  }

  private void cut(ByteSink text, int count) {
    words = new byte[count][];
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = from;
      while (text.array()[to] != 0) to++;
      words[i] = CString.slice(text.array(), from, to);
      from = to + 1;
    }
  }

  /** The words, or null if there is a fault. */
  public byte[][] words() {
    return words;
  }

  public boolean isTooLong() {
    return verdict == ExeclineLexer.Verdict.TOO_LONG;
  }

  /** Where the fault was noticed, in lines from 1. */
  public int line() {
    return lexer.errorLine();
  }

  /** Where the fault was noticed, in bytes of its line from 1. */
  public int column() {
    return lexer.errorColumn();
  }

  /** What should have stood there. */
  public String expected() {
    return lexer.expected();
  }

  /** What is wrong. */
  public String fault() {
    return switch (verdict) {
      case GOOD -> "";
      case SYNTAX -> "syntax error";
      case UNMATCHED_OPEN -> "unmatched {";
      case UNMATCHED_CLOSE -> "unmatched }";
      case TOO_LONG -> "too long";
    };
  }
}
