package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/**
 * A block of an execline command line: words, plain or each behind one blank, up to an empty one
 * (docs/specification/s6.md, A.1, s6-svlisten). What EXECLINE_STRICT says of plain words is obeyed.
 */
public final class Block {
  private final byte[][] arguments;
  private final int first;
  private int end;

  /** The block that begins at {@code arguments[first]}. */
  public Block(byte[][] arguments, int first) {
    this.arguments = arguments;
    this.first = first;
    end = first;
    while (end < arguments.length && CString.length(arguments[end]) > 0) end++;
  }

  public boolean isUnterminated() {
    return end == arguments.length;
  }

  public int length() {
    return end - first;
  }

  /** The words without their blanks. */
  public byte[][] words() {
    byte[][] words = Operands.between(arguments, first, end);
    for (int i = 0; i < words.length; i++)
      if (words[i][0] == ' ') words[i] = CString.slice(words[i], 1, CString.length(words[i]));
    return words;
  }

  /** What follows the empty word. */
  public byte[][] rest() {
    return Operands.from(arguments, end + 1);
  }

  /** Says which words are plain if EXECLINE_STRICT asks for it: 0, or 100 if it forbids them. */
  public int checkQuotes(Posix posix, Messages messages) {
    byte[] variable = new Environment(posix).get("EXECLINE_STRICT");
    long strict = variable == null ? 0 : Decimal.parse(variable);
    for (int i = first; i < end && strict > 0; i++) {
      if (arguments[i][0] == ' ') continue;
      Messages message = strict > 1 ? messages.fatal() : messages.warning();
      message.text("unquoted argument ").bytes(arguments[i]).text(" at block 1 position ");
      message.number(i - first).end();
      if (strict > 1) return ExitCode.USAGE;
    }
    return 0;
  }
}
