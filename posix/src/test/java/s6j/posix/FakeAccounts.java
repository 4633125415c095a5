package s6j.posix;

import java.util.Map;
import java.util.Set;

/** The users and groups of the fake kernel. */
abstract class FakeAccounts extends FakeSockets implements Accounts {
  FakeAccounts(FakeKernel kernel) {
    super(kernel);
  }

  /** Enters a user into the user database. */
  public FakePosix account(String name, int number, int primaryGroup) {
    Account account = new Account();
    account.name = CString.of(name);
    account.uid = number;
    account.gid = primaryGroup;
    account.home = CString.of("/home/" + name);
    account.shell = CString.of("/bin/sh");
    kernel.accounts.put(name, account);
    return self();
  }

  /** Enters a group into the group database. */
  public FakePosix group(String name, int number, String... members) {
    kernel.groupNumbers.put(name, number);
    kernel.groupMembers.put(name, Set.of(members));
    return self();
  }

  @Override
  public int userByName(byte[] name, Account account) {
    return fill(kernel.accounts.get(CString.text(name)), account);
  }

  @Override
  public int userById(int number, Account account) {
    for (Account known : kernel.accounts.values())
      if (known.uid == number) return fill(known, account);
    return -Errno.ENOENT;
  }

  private static int fill(Account from, Account account) {
    if (from == null) return -Errno.ENOENT;
    account.name = from.name;
    account.uid = from.uid;
    account.gid = from.gid;
    account.home = from.home;
    account.shell = from.shell;
    return 0;
  }

  @Override
  public int groupByName(byte[] name) {
    Integer number = kernel.groupNumbers.get(CString.text(name));
    return number == null ? -Errno.ENOENT : number;
  }

  @Override
  public int groupById(int number, byte[] buffer) {
    for (Map.Entry<String, Integer> entry : kernel.groupNumbers.entrySet()) {
      if (entry.getValue() != number) continue;
      byte[] name = CString.of(entry.getKey());
      if (name.length > buffer.length) return -Errno.ERANGE;
      System.arraycopy(name, 0, buffer, 0, name.length);
      return name.length;
    }
    return -Errno.ENOENT;
  }

  @Override
  public int groupsOf(byte[] name, int[] numbers) {
    int count = 0;
    for (Map.Entry<String, Set<String>> entry : kernel.groupMembers.entrySet()) {
      if (!entry.getValue().contains(CString.text(name))) continue;
      if (count == numbers.length) return -Errno.ERANGE;
      numbers[count++] = kernel.groupNumbers.get(entry.getKey());
    }
    return count;
  }
}
