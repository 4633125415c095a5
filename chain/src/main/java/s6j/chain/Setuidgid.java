package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-setuidgid and setuidgid: run a program as an account. */
public final class Setuidgid {
  private Setuidgid() {}

  public static Program declaration() {
    return new Program(
        "s6-setuidgid",
        null,
        "username prog...",
        "runs a program as another user: a name, or user:group, or empty for no change",
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

  private static int plan(Chain chain, Line line) {
    byte[] account = chain.operand(1);
    // An option is none of this program, nor is it an account.
    if (account == null || account.length > 0 && account[0] == '-') return chain.wrongUse();
    if (CString.indexOf(account, ':') >= 0) {
      AccountPair pair = AccountPair.of(account);
      if (pair == null) return chain.wrongUse();
      chain.then(pair);
    } else if (CString.length(account) > 0) {
      AccountVariables found = new AccountVariables();
      found.user = account;
      found.looksForNumbers = true;
      chain.then(found).then(next -> found.identity().perform(next));
      UnsetVariable.all(chain);
    }
    return chain.leadsTo(2);
  }

  private static int planDaemontools(Chain chain, Line line) {
    byte[] account = chain.operand(1);
    if (account == null) return chain.wrongUse();
    AccountPair pair = AccountPair.of(account);
    if (pair == null) planAccount(chain, account);
    else {
      pair.isAlone = true;
      chain.then(pair);
    }
    return chain.failingWith(ExitCode.SYSTEM).leadsTo(2);
  }

  private static void planAccount(Chain chain, byte[] account) {
    AccountVariables found = new AccountVariables();
    found.user = account;
    found.setsUid = false;
    found.setsGid = false;
    found.setsGroups = false;
    chain.then(found).then(next -> all(found.identity()).perform(next));
  }

  /** daemontools does not take root for a request to change nothing. */
  private static Identity all(Identity identity) {
    identity.zeroCounts = true;
    return identity;
  }
}
