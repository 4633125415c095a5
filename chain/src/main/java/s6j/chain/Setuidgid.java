package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-setuidgid and setuidgid: run a program as an account. */
public final class Setuidgid {
  private Setuidgid() {}

  public static Program declaration() {
    return new Program(
        "s6-setuidgid",
        null,
        "username prog...",
        "runs a program as another user: a name, or uid:gid, or empty for no change",
        Setuidgid::run);
  }

  /** setuidgid of daemontools: no supplementary groups, 111 for every failure. */
  public static Program daemontools() {
    return new Program(
        "setuidgid",
        null,
        "account prog...",
        "runs a program as another user, as in daemontools",
        Setuidgid::runDaemontools);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setuidgid::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setuidgid::planDaemontools);
  }

  private static int plan(Chain chain, Options options) {
    byte[] account = chain.operand(1);
    // An option is none of this program, nor is it an account.
    if (account == null || account.length > 0 && account[0] == '-') return chain.wrongUse();
    if (CString.indexOf(account, ':') >= 0) {
      Step numbers = numbers(account);
      if (numbers == null) return chain.wrongUse();
      chain.then(numbers);
    } else if (CString.length(account) > 0) {
      AccountVariables found = new AccountVariables();
      found.user = account;
      chain.then(found).then(next -> found.identity().perform(next));
      UnsetVariable.all(chain);
    }
    return chain.leadsTo(2);
  }

  private static int planDaemontools(Chain chain, Options options) {
    if (chain.operand(1) == null) return chain.wrongUse();
    AccountVariables found = new AccountVariables();
    found.user = chain.operand(1);
    found.setsUid = false;
    found.setsGid = false;
    found.setsGroups = false;
    chain.then(found).then(next -> all(found.identity()).perform(next));
    return chain.failingWith(111).leadsTo(2);
  }

  /** daemontools does not take root for a request to change nothing. */
  private static Identity all(Identity identity) {
    identity.zeroCounts = true;
    return identity;
  }

  /** {@code uid:gid}, with no supplementary group; null for what is none. */
  private static Step numbers(byte[] account) {
    int colon = CString.indexOf(account, ':');
    long uid = Decimal.parse(account, 0, colon, 10);
    long gid = Decimal.parse(account, colon + 1, CString.length(account), 10);
    if (uid == Decimal.INVALID || gid == Decimal.INVALID) return null;
    Identity identity = new Identity();
    identity.uid = (int) uid;
    identity.gid = (int) gid;
    identity.groups = GroupList.none();
    return identity;
  }
}
