package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.posix.CString;
import s6j.posix.Errno;

/** A limit on what the process may use: one resource, its soft limit, its hard one, or both. */
final class ResourceLimit implements Deed {
  /** Numbers of Linux for getrlimit. */
  static final int CPU = 0;

  static final int FSIZE = 1;
  static final int DATA = 2;
  static final int STACK = 3;
  static final int CORE = 4;
  static final int RSS = 5;
  static final int NPROC = 6;
  static final int NOFILE = 7;
  static final int MEMLOCK = 8;
  static final int AS = 9;
  static final int RTPRIO = 14;

  static final int SOFT = 1;
  static final int HARD = 2;

  /** A value of 64 bits without a sign; all bits set is no limit. */
  private static final long NONE = -1;

  private final int resource;
  private final int which;
  private final long value;

  /** As far as it goes: the soft limit to the hard one, the hard one to none. */
  private final boolean most;

  /** A hard limit that cannot be raised stays as it is, and is none the less as near as can be. */
  boolean isNearest;

  private ResourceLimit(int resource, int which, long value, boolean most) {
    this.resource = resource;
    this.which = which;
    this.value = value;
    this.most = most;
  }

  /** Of the text of a number or {@code =}; {@code which} is SOFT, HARD or both; null if wrong. */
  static @Nullable ResourceLimit parse(int resource, int which, byte[] text) {
    if (CString.is(text, "=")) return new ResourceLimit(resource, which, NONE, true);
    return isNumber(text) ? new ResourceLimit(resource, which, number(text), false) : null;
  }

  /** Digits of a number below 2^64. */
  private static boolean isNumber(byte[] text) {
    int length = CString.length(text);
    if (length == 0) return false;
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) return false;
      if (isMore(value, 0x1999999999999999L)) return false;
      value *= 10;
      if (isMore(digit, NONE - value)) return false;
      value += digit;
    }
    return true;
  }

  private static long number(byte[] text) {
    long value = 0;
    for (int i = 0; i < CString.length(text); i++) value = value * 10 + text[i] - '0';
    return value;
  }

  private static boolean isMore(long a, long b) {
    return a + Long.MIN_VALUE > b + Long.MIN_VALUE;
  }

  @Override
  public int perform(Chain chain) {
    long[] limits = new long[2];
    int answer = chain.posix.getLimit(resource, limits);
    if (answer < 0) return failed(chain, "getrlimit", answer);
    long present = limits[1];
    if ((which & HARD) != 0) limits[1] = value;
    if ((which & SOFT) != 0) limits[0] = most || isMore(value, limits[1]) ? limits[1] : value;
    else if (isMore(limits[0], limits[1])) limits[0] = limits[1];
    answer = chain.posix.setLimit(resource, limits[0], limits[1]);
    if (answer == -Errno.EPERM && isNearest) {
      if (isMore(limits[0], present)) limits[0] = present;
      answer = chain.posix.setLimit(resource, limits[0], present);
    }
    return answer < 0 ? failed(chain, "setrlimit", answer) : GO_ON;
  }

  private static int failed(Chain chain, String what, int errno) {
    return chain.messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, errno);
  }
}
