package s6j.formats.confine;

import java.util.Arrays;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;

/**
 * What is answered to each system call, as lists of names say it (systemd.exec page,
 * SystemCallFilter=): the first list tells by a leading {@code ~} whether those that none names are
 * allowed; later ones allow more, or less.
 */
public final class CallList {
  public static final int ALLOWED = -1;

  /** Denied, by what is answered to calls of which nothing more is said. */
  public static final int DENIED = -2;

  /** The process is killed. */
  public static final int KILLED = -3;

  private static final int MOST_ERRNO = 4095;

  /** From 1 on, the same on all machines. */
  private static final String ERRNOS =
      "eperm enoent esrch eintr eio enxio e2big enoexec ebadf echild eagain enomem eacces efault"
          + " enotblk ebusy eexist exdev enodev enotdir eisdir einval enfile emfile enotty etxtbsy"
          + " efbig enospc espipe erofs emlink epipe edom erange ";

  private static final String MORE_ERRNOS = "enosys eafnosupport eopnotsupp euclean ";
  private static final int[] MORE_NUMBERS = {
    Errno.ENOSYS, Errno.EAFNOSUPPORT, Errno.EOPNOTSUPP, 117
  };
  private static final byte[] ALWAYS = CString.of("@default");

  private final SystemCalls calls;
  private final int[] answers = new int[SystemCalls.MOST];
  private boolean isBegun;
  private boolean isAllowing;
  private byte[] unknown = {};

  public CallList(SystemCalls calls) {
    this.calls = calls;
  }

  /** The word that means nothing; empty if all do. */
  public byte[] unknown() {
    return unknown;
  }

  /** Whether only what is named is allowed. */
  public boolean isAllowing() {
    return isAllowing;
  }

  /** By the number of a call; an errno, or one of the words above. */
  public int[] answers() {
    return answers;
  }

  /**
   * Reads names of calls and groups, commas or blanks between, behind each perhaps {@code :} and
   * what is answered to it; whether all are known.
   */
  public boolean read(byte[] text) {
    int end = CString.length(text);
    boolean isLess = end > 0 && text[0] == '~';
    if (!isBegun) begin(!isLess);
    for (int from = isLess ? 1 : 0; from < end; ) {
      int to = NameSet.endOfWord(text, from);
      byte[] word = CString.slice(text, from, to);
      if (to > from && !set(word, isLess ? DENIED : ALLOWED)) {
        unknown = word;
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  private void begin(boolean onlyNamed) {
    isBegun = true;
    isAllowing = onlyNamed;
    Arrays.fill(answers, onlyNamed ? DENIED : ALLOWED);
    if (onlyNamed) calls.set(ALWAYS, ALLOWED, answers);
  }

  private boolean set(byte[] word, int usual) {
    int colon = CString.indexOf(word, ':');
    if (colon < 0) return calls.set(word, usual, answers);
    int answer = answer(CString.slice(word, colon + 1, CString.length(word)));
    return answer != 0 && calls.set(CString.slice(word, 0, colon), answer, answers);
  }

  /** The errno of a name or number, or {@link #KILLED} for {@code kill}; 0 if it is none. */
  public static int answer(byte[] word) {
    if (CString.is(word, "kill")) return KILLED;
    long number = Decimal.parse(word);
    if (number != Decimal.INVALID) return number <= MOST_ERRNO ? (int) number : 0;
    int more = new NameSet(MORE_ERRNOS, "").number(word);
    return more >= 0 ? MORE_NUMBERS[more] : new NameSet(ERRNOS, "").number(word) + 1;
  }
}
