package s6j.execline.test;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** The operators of expressions. */
enum Operator {
  NOT_EMPTY("-n", 1),
  EMPTY("-z", 1),
  EXISTS("-e", 1),
  REGULAR("-f", 1),
  DIRECTORY("-d", 1),
  LINK("-h", 1),
  ALSO_LINK("-L", 1),
  FIFO("-p", 1),
  SOCKET("-S", 1),
  BLOCKS("-b", 1),
  CHARACTERS("-c", 1),
  HAS_SIZE("-s", 1),
  SETS_GROUP("-g", 1),
  SETS_USER("-u", 1),
  STICKY("-k", 1),
  READABLE("-r", 1),
  WRITABLE("-w", 1),
  EXECUTABLE("-x", 1),
  OWN("-O", 1),
  ALSO_OWN("-U", 1),
  OWN_GROUP("-G", 1),
  MODIFIED("-N", 1),
  TERMINAL("-t", 1),
  SET("-v", 1),
  SAME("=", 2),
  DIFFERENT("!=", 2),
  BEFORE("<", 2),
  NOT_BEHIND("<=", 2),
  BEHIND(">", 2),
  NOT_BEFORE(">=", 2),
  EQUAL("-eq", 2),
  UNEQUAL("-ne", 2),
  GREATER("-gt", 2),
  NOT_LESS("-ge", 2),
  LESS("-lt", 2),
  NOT_GREATER("-le", 2),
  NEWER("-nt", 2),
  OLDER("-ot", 2),
  SAME_FILE("-ef", 2),
  MATCHES("=~", 2),
  NOT("!", 0),
  AND("-a", 0),
  OR("-o", 0),
  OPEN("(", 0),
  CLOSE(")", 0);

  final String text;

  /** Operands of a test; 0 for what joins tests. */
  final int operands;

  Operator(String text, int operands) {
    this.text = text;
    this.operands = operands;
  }

  /** The operator that a word is, or null. */
  static @Nullable Operator of(byte[] word) {
    for (Operator one : values()) if (CString.is(word, one.text)) return one;
    return null;
  }
}
