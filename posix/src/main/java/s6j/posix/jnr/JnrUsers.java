package s6j.posix.jnr;

import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.Errno.ENOENT;
import static s6j.posix.Errno.ESRCH;

import s6j.posix.Account;
import s6j.posix.CString;

/** The user and group databases of {@link JnrPosix}. */
final class JnrUsers {
  /** Untouched pages cost nothing, and a group of thousands of members fits. */
  private static final int BUFFER = 1 << 20;

  private static final int ENTRY = 64;

  private final UserCalls c = CLibrary.bind(UserCalls.class);
  private final NativePath name = new NativePath();
  private final NativeMemory entry = new NativeMemory(ENTRY + 8);
  private final NativeMemory buffer = new NativeMemory(BUFFER);

  int userByName(byte[] wanted, Account account) {
    if (!name.set(wanted)) return -ENAMETOOLONG;
    int error = c.getpwnam_r(name.address(), entry.address(), buffer.address(), BUFFER, result());
    return found(error) ? fill(account) : missing(error);
  }

  int userById(int uid, Account account) {
    int error = c.getpwuid_r(uid, entry.address(), buffer.address(), BUFFER, result());
    return found(error) ? fill(account) : missing(error);
  }

  int groupByName(byte[] wanted) {
    if (!name.set(wanted)) return -ENAMETOOLONG;
    int error = c.getgrnam_r(name.address(), entry.address(), buffer.address(), BUFFER, result());
    return found(error) ? entry.getInt(16) : missing(error);
  }

  int groupById(int gid, byte[] into) {
    int error = c.getgrgid_r(gid, entry.address(), buffer.address(), BUFFER, result());
    if (!found(error)) return missing(error);
    byte[] found = NativeMemory.string(entry.getLong(0));
    int length = Math.min(found.length, into.length);
    System.arraycopy(found, 0, into, 0, length);
    return length;
  }

  int groupsOf(byte[] member, int[] groups) {
    int count = 0;
    c.setgrent();
    while (count < groups.length
        && c.getgrent_r(entry.address(), buffer.address(), BUFFER, result()) == 0)
      if (lists(entry.getLong(24), member)) groups[count++] = entry.getInt(16);
    c.endgrent();
    return count;
  }

  private static boolean lists(long members, byte[] member) {
    for (long at = members; NativeMemory.pointer(at) != 0; at += 8)
      if (CString.equal(NativeMemory.string(NativeMemory.pointer(at)), member)) return true;
    return false;
  }

  private int fill(Account account) {
    account.name = NativeMemory.string(entry.getLong(0));
    account.uid = entry.getInt(16);
    account.gid = entry.getInt(20);
    account.home = NativeMemory.string(entry.getLong(32));
    account.shell = NativeMemory.string(entry.getLong(40));
    return 0;
  }

  /** Where the calls put the entry's address, or null if there is none. */
  private long result() {
    entry.putLong(ENTRY, 0);
    return entry.address() + ENTRY;
  }

  private boolean found(int error) {
    return error == 0 && entry.getLong(ENTRY) != 0;
  }

  private static int missing(int error) {
    return error == 0 || error == ESRCH ? -ENOENT : -error;
  }
}
