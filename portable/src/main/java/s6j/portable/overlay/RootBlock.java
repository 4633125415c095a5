package s6j.portable.overlay;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * The block of a command line and what follows it: each word of the block has a blank in front,
 * which it loses, and an empty word ends it.
 */
final class RootBlock {
  private static final int WARNING = 1;

  private final Messages messages;
  private final byte[][] words;
  private final long strictness;
  private int end;

  /** {@code strict} is what EXECLINE_STRICT says: null, or how bad words without a blank are. */
  RootBlock(Messages messages, byte[][] words, byte @Nullable [] strict) {
    this.messages = messages;
    this.words = words;
    strictness = strict == null ? 0 : Decimal.parse(strict);
  }

  /** Reads it; false once it is said what is wrong. */
  boolean read() {
    for (; end < words.length && CString.length(words[end]) > 0; end++) {
      byte[] word = words[end];
      if (word[0] == ' ') words[end] = CString.slice(word, 1, CString.length(word));
      else if (strictness >= WARNING && !isLet(word)) return false;
    }
    String wrong =
        end == 0
            ? "empty block"
            : end == words.length
                ? "unterminated block"
                : end + 1 == words.length ? "empty remainder" : null;
    if (wrong != null) messages.fatal().text(wrong).exit(ExitCode.USAGE);
    return wrong == null;
  }

  /** Says that a word lacks its blank; whether it may. */
  private boolean isLet(byte[] word) {
    boolean isFatal = strictness > WARNING;
    (isFatal ? messages.fatal() : messages.warning()).text("unquoted argument ").bytes(word);
    messages.text(" at block 1 position ").number(end).end();
    return !isFatal;
  }

  byte[][] command() {
    return Operands.between(words, 0, end);
  }

  byte[][] rest() {
    return Operands.from(words, end + 1);
  }
}
