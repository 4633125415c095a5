package s6j.execline.test;

import s6j.cli.ExitCode;
import s6j.execline.call.Call;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** What is true of files, strings, numbers and variables. */
final class Facts implements Expression.Judge {
  private static final int TYPE = 0170000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int CHARACTER_DEVICE = 0020000;

  private final Call call;
  private final Posix posix;
  private final FileStat one = new FileStat();
  private final FileStat other = new FileStat();
  private int code;

  Facts(Call call) {
    this.call = call;
    posix = call.posix;
  }

  /** The exit code once it is said that a question has no answer; else 0. */
  int code() {
    return code;
  }

  @Override
  public boolean isTrue(Operator operator, byte[] first, byte[] second) {
    if (code != 0) return false;
    return switch (operator) {
      case NOT_EMPTY -> first.length > 0;
      case EMPTY -> first.length == 0;
      case EXISTS -> isAllowed(first, Posix.F_OK);
      case READABLE -> isAllowed(first, Posix.R_OK);
      case WRITABLE -> isAllowed(first, Posix.W_OK);
      case EXECUTABLE -> isAllowed(first, Posix.X_OK);
      case LINK, ALSO_LINK -> posix.stat(Posix.CWD, first, false, one) >= 0 && one.isLink();
      case TERMINAL -> isTerminal(first);
      case SET -> call.environment.get(first) != null;
      case SAME -> compare(first, second) == 0;
      case DIFFERENT -> compare(first, second) != 0;
      case BEFORE -> compare(first, second) < 0;
      case NOT_BEHIND -> compare(first, second) <= 0;
      case BEHIND -> compare(first, second) > 0;
      case NOT_BEFORE -> compare(first, second) >= 0;
      case EQUAL, UNEQUAL, GREATER, NOT_LESS, LESS, NOT_GREATER ->
          isTrueOfNumbers(operator, first, second);
      case NEWER, OLDER, SAME_FILE -> isTrueOfFiles(operator, first, second);
      case MATCHES -> matches(first, second);
      default -> posix.stat(Posix.CWD, first, true, one) >= 0 && isTrueOfFile(operator);
    };
  }

  private boolean isAllowed(byte[] file, int mode) {
    return posix.access(Posix.CWD, file, mode) >= 0;
  }

  private boolean isTrueOfFile(Operator operator) {
    return switch (operator) {
      case REGULAR -> one.isRegular();
      case DIRECTORY -> one.isDirectory();
      case FIFO -> one.isFifo();
      case SOCKET -> one.isSocket();
      case BLOCKS -> (one.mode & TYPE) == BLOCK_DEVICE;
      case CHARACTERS -> (one.mode & TYPE) == CHARACTER_DEVICE;
      case HAS_SIZE -> one.size > 0;
      case SETS_GROUP -> (one.mode & 02000) != 0;
      case SETS_USER -> (one.mode & 04000) != 0;
      case STICKY -> (one.mode & 01000) != 0;
      case OWN, ALSO_OWN -> one.uid == posix.geteuid();
      case OWN_GROUP -> one.gid == posix.getegid();
      case MODIFIED -> one.modifiedNanos > one.accessedNanos;
      default -> false;
    };
  }

  /** Of a missing second file it is said that the first is the same, as in the reference. */
  private boolean isTrueOfFiles(Operator operator, byte[] first, byte[] second) {
    boolean isFirst = posix.stat(Posix.CWD, first, true, one) >= 0;
    if (!isFirst) return operator == Operator.OLDER;
    if (posix.stat(Posix.CWD, second, true, other) < 0) return operator != Operator.OLDER;
    return switch (operator) {
      case NEWER -> one.modifiedNanos > other.modifiedNanos;
      case OLDER -> one.modifiedNanos < other.modifiedNanos;
      default -> one.device == other.device && one.inode == other.inode;
    };
  }

  private boolean isTerminal(byte[] word) {
    long fd = Decimal.parse(word);
    if (fd < 0) code = call.wrong("-t requires an integer argument");
    return fd >= 0 && fd <= Integer.MAX_VALUE && posix.isTerminal((int) fd);
  }

  private static int compare(byte[] first, byte[] second) {
    int length = Math.min(first.length, second.length);
    for (int i = 0; i < length; i++)
      if (first[i] != second[i]) return (first[i] & 0xff) - (second[i] & 0xff);
    return first.length - second.length;
  }

  private boolean isTrueOfNumbers(Operator operator, byte[] first, byte[] second) {
    if (digits(first) == 0 || digits(second) == 0) {
      String wrong = operator.text + " requires integer arguments";
      code = call.wrong(wrong);
      return false;
    }
    int one = number(first);
    int other = number(second);
    return switch (operator) {
      case EQUAL -> one == other;
      case UNEQUAL -> one != other;
      case GREATER -> one > other;
      case NOT_LESS -> one >= other;
      case LESS -> one < other;
      default -> one <= other;
    };
  }

  private static int sign(byte[] word) {
    return word.length > 0 && (word[0] == '-' || word[0] == '+') ? 1 : 0;
  }

  /** The digits that a number takes of a word, as many as fit. */
  private static int digits(byte[] word) {
    int from = sign(word);
    boolean negative = from > 0 && word[0] == '-';
    long most = negative ? 1L << 31 : (1L << 31) - 1;
    long value = 0;
    int at = from;
    while (at < word.length && word[at] >= '0' && word[at] <= '9') {
      value = value * 10 + word[at] - '0';
      if (value > most) break;
      at++;
    }
    return at - from;
  }

  private static int number(byte[] word) {
    int from = sign(word);
    long value = Decimal.parse(word, from, from + digits(word), 10);
    return (int) (from > 0 && word[0] == '-' ? -value : value);
  }

  private boolean matches(byte[] subject, byte[] pattern) {
    int regex = posix.compileRegex(pattern, 0);
    if (regex >= 0) {
      boolean matches = posix.matchesRegex(regex, subject, 0, subject.length);
      posix.freeRegex(regex);
      return matches;
    }
    byte[] text = new byte[256];
    int length = posix.regexError(regex, text);
    code =
        call.messages
            .fatal()
            .unableTo("compile ")
            .bytes(pattern)
            .text(" into a regular expression: ")
            .bytes(CString.slice(text, 0, length))
            .exit(ExitCode.USAGE);
    return false;
  }
}
