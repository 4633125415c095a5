package s6j.posix.jnr;

import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.Errno.ENOENT;
import static s6j.posix.Errno.ESRCH;

import org.jspecify.annotations.Nullable;
import s6j.posix.Account;
import s6j.posix.Accounts;
import s6j.posix.CString;

/** The databases of users and groups, on the JVM. */
abstract class JnrAccounts extends JnrSockets implements Accounts {
  /** Untouched pages cost nothing, and a group of thousands of members fits. */
  private static final int BUFFER = 1 << 20;

  private static final int ENTRY = 64;
  private @Nullable AccountCalls accountCalls;
  private final NativeMemory entry = new NativeMemory(ENTRY + 8);

  private AccountCalls accounts() {
    if (accountCalls == null) accountCalls = CLibrary.bind(AccountCalls.class);
    return accountCalls;
  }

  @Override
  public int userByName(byte[] wanted, Account account) {
    if (!path.set(wanted)) return -ENAMETOOLONG;
    int error =
        accounts()
            .getpwnam_r(path.address(), entry.address(), data.address(BUFFER), BUFFER, result());
    return found(error) ? fill(account) : missing(error);
  }

  @Override
  public int userById(int uid, Account account) {
    int error = accounts().getpwuid_r(uid, entry.address(), data.address(BUFFER), BUFFER, result());
    return found(error) ? fill(account) : missing(error);
  }

  @Override
  public int groupByName(byte[] wanted) {
    if (!path.set(wanted)) return -ENAMETOOLONG;
    int error =
        accounts()
            .getgrnam_r(path.address(), entry.address(), data.address(BUFFER), BUFFER, result());
    return found(error) ? entry.getInt(16) : missing(error);
  }

  @Override
  public int groupById(int gid, byte[] into) {
    int error = accounts().getgrgid_r(gid, entry.address(), data.address(BUFFER), BUFFER, result());
    if (!found(error)) return missing(error);
    byte[] found = NativeMemory.string(entry.getLong(0));
    int length = Math.min(found.length, into.length);
    System.arraycopy(found, 0, into, 0, length);
    return length;
  }

  @Override
  public int groupsOf(byte[] member, int[] groups) {
    int count = 0;
    accounts().setgrent();
    while (count < groups.length
        && accounts().getgrent_r(entry.address(), data.address(BUFFER), BUFFER, result()) == 0)
      if (lists(entry.getLong(24), member)) groups[count++] = entry.getInt(16);
    accounts().endgrent();
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
