package s6j.portable.overlay;

import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Posix;

/** The names of users and groups; empty where nobody knows one. */
final class AccountNames {
  private static final int LONGEST = 256;
  private static final byte[] UNKNOWN = {};

  private final Posix posix;

  AccountNames(Posix posix) {
    this.posix = posix;
  }

  byte[] user(int uid) {
    Account account = new Account();
    return posix.userById(uid, account) < 0 ? UNKNOWN : account.name;
  }

  byte[] group(int gid) {
    byte[] name = new byte[LONGEST];
    int length = posix.groupById(gid, name);
    return length < 0 ? UNKNOWN : CString.slice(name, 0, length);
  }
}
