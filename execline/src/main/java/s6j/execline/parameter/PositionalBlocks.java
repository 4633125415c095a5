package s6j.execline.parameter;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.CString;

/** Blocks among the positional parameters: words with a blank in front, up to an empty one. */
final class PositionalBlocks {
  private final Call call;
  private final int count;
  private int at;
  private boolean isSaid;

  /** Begins behind parameter {@code at} of {@code count}. */
  PositionalBlocks(Call call, int at, int count) {
    this.call = call;
    this.at = at;
    this.count = count;
  }

  /** The last parameter that was read. */
  int at() {
    return at;
  }

  /** Passes over a block; false if it is incomplete, or refused. */
  boolean skip(int block) {
    return read(block, null);
  }

  /** Reads the words of a block; {@code into} null for nothing. */
  boolean read(int block, @Nullable Words into) {
    int base = at;
    while (true) {
      if (++at > count) return false;
      byte[] word = call.positional(at);
      isSaid = word == null;
      if (isSaid) return false;
      if (word.length == 0) return true;
      boolean quoted = word[0] == ' ';
      if (!quoted && call.strictness() > 0 && isRefused(word, block, at - base)) return false;
      if (into != null) into.add(quoted ? CString.slice(word, 1, word.length) : word);
    }
  }

  private boolean isRefused(byte[] word, int block, int position) {
    isSaid = call.strictness() > 1;
    (isSaid ? call.messages.fatal() : call.messages.warning())
        .text("unquoted positional ")
        .bytes(word)
        .text(" at block ")
        .number(block)
        .text(" position ")
        .number(position)
        .end();
    return isSaid;
  }

  /** Whether it was said why there is no block. */
  boolean isSaid() {
    return isSaid;
  }

  /** What shift says of a block that does not end; 100. */
  int incomplete(int block) {
    if (isSaid) return ExitCode.USAGE;
    return call.messages
        .fatal()
        .unableTo("shift block ")
        .number(block)
        .text(": too few arguments (")
        .number(count)
        .text(")")
        .exit(ExitCode.USAGE);
  }
}
