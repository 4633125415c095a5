package s6j.posix.tea;

import org.teavm.interop.Address;
import s6j.posix.Account;
import s6j.posix.Accounts;
import s6j.posix.Errno;

/** The user database, natively. */
abstract class NativeAccounts extends NativeSockets implements Accounts {
  @Override
  public int userByName(byte[] name, Account account) {
    int error = path.set(name);
    return error < 0 ? error : fill(account, CAccounts.getpwnam(path.bytes));
  }

  @Override
  public int userById(int uid, Account account) {
    return fill(account, CAccounts.getpwuid(uid));
  }

  private static int fill(Account account, Address found) {
    if (found.toLong() == 0) return -Errno.ENOENT;
    CAccounts.User user = found.toStructure();
    account.uid = user.uid;
    account.gid = user.gid;
    account.name = NativeString.copy(user.name);
    account.home = NativeString.copy(user.home);
    account.shell = NativeString.copy(user.shell);
    return 0;
  }

  @Override
  public int groupByName(byte[] name) {
    int error = path.set(name);
    if (error < 0) return error;
    Address found = CAccounts.getgrnam(path.bytes);
    if (found.toLong() == 0) return -Errno.ENOENT;
    CAccounts.Group group = found.toStructure();
    return group.gid;
  }

  @Override
  public int groupById(int gid, byte[] buffer) {
    Address found = CAccounts.getgrgid(gid);
    if (found.toLong() == 0) return -Errno.ENOENT;
    CAccounts.Group group = found.toStructure();
    int length = (int) CMemory.strlen(group.name);
    if (length > buffer.length) length = buffer.length;
    CMemory.memcpy(Address.ofData(buffer), group.name, length);
    return length;
  }

  @Override
  public int groupsOf(byte[] name, int[] groups) {
    int error = path.set(name);
    if (error < 0) return error;
    int count = 0;
    CAccounts.setgrent();
    Address next = CAccounts.getgrent();
    while (next.toLong() != 0) {
      CAccounts.Group group = next.toStructure();
      if (count < groups.length && lists(group.members)) groups[count++] = group.gid;
      next = CAccounts.getgrent();
    }
    CAccounts.endgrent();
    return count;
  }

  /** Whether a vector of strings holds the name in {@link #path}. */
  private boolean lists(Address members) {
    for (int i = 0; NativeStrings.hasMore(members, i); i++)
      if (CAccounts.strcmp(NativeStrings.at(members, i).getAddress(), path.bytes) == 0) return true;
    return false;
  }
}
