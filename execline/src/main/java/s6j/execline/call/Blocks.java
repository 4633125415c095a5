package s6j.execline.call;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Operands;
import s6j.posix.CString;

/**
 * Reads blocks from words: each word of a block has a blank in front, which it loses, and an empty
 * word ends it. Words without the blank are taken as they are; EXECLINE_STRICT says what of that.
 */
public final class Blocks {
  private final Call call;
  private final byte[][] words;
  private int at;
  private int exitCode;

  public Blocks(Call call, byte[][] words) {
    this.call = call;
    this.words = words;
  }

  /** Whether there is nothing more. */
  public boolean isAtEnd() {
    return at >= words.length;
  }

  /** The next word, which is no block. */
  public byte[] word() {
    return words[at++];
  }

  /** The words behind what was read. */
  public byte[][] rest() {
    return Operands.between(words, at, words.length);
  }

  /** The words of the next block; null if no empty word ends it, or its style is refused. */
  public byte @Nullable [][] read() {
    int block = ++call.blocks;
    int start = at;
    for (; at < words.length; at++) {
      byte[] word = words[at];
      if (CString.length(word) == 0) return Operands.between(words, start, at++);
      if (word[0] == ' ') words[at] = CString.slice(word, 1, CString.length(word));
      else if (call.strictness() > 0 && isRefused(word, block, at - start)) return null;
    }
    return null;
  }

  private boolean isRefused(byte[] word, int block, int position) {
    boolean fatal = call.strictness() > 1;
    (fatal ? call.messages.fatal() : call.messages.warning())
        .text("unquoted argument ")
        .bytes(word)
        .text(" at block ")
        .number(block)
        .text(" position ")
        .number(position)
        .end();
    if (fatal) exitCode = ExitCode.USAGE;
    return fatal;
  }

  /** Where {@link #read} answered null: says so, unless more was said; 100. */
  public int unterminated(String text) {
    return exitCode != 0 ? exitCode : call.wrong(text);
  }
}
