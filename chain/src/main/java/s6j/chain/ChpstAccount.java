package s6j.chain;

import s6j.cli.ExitCode;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;

/**
 * What chpst -u and -U name: {@code user[:group[:group...]]}, or numbers behind a colon, {@code
 * :uid:gid[:gid...]}. Without a group it is the user's primary one.
 */
final class ChpstAccount implements Deed {
  /** The group database has no user of so many groups in a word of a command line. */
  private static final int MOST_GROUPS = 256;

  private final byte[] text;

  /** UID and GID are set, and nothing else happens. */
  private final boolean onlyVariables;

  private int uid;
  private final int[] gids = new int[MOST_GROUPS];
  private int count;

  ChpstAccount(byte[] text, boolean onlyVariables) {
    this.text = CString.slice(text, 0, CString.length(text));
    this.onlyVariables = onlyVariables;
  }

  @Override
  public int perform(Chain chain) {
    boolean numbers = text.length > 0 && text[0] == ':';
    int from = numbers ? 1 : 0;
    int to = endOfWord(from);
    int code = numbers ? numberedUser(chain, from, to) : namedUser(chain, from, to);
    if (code == GO_ON && to < text.length) code = readGroups(chain, to + 1, numbers);
    if (code != GO_ON) return code;
    return onlyVariables ? setVariables(chain) : become(chain);
  }

  private int numberedUser(Chain chain, int from, int to) {
    long number = Decimal.parse(text, from, to, 10);
    if (number == Decimal.INVALID || to == text.length) return unknown(chain, "invalid uid/gid: ");
    uid = (int) number;
    return GO_ON;
  }

  private int namedUser(Chain chain, int from, int to) {
    Account account = new Account();
    int answer = chain.posix.userByName(CString.slice(text, from, to), account);
    if (answer == -Errno.ENOENT) return unknown(chain, "unknown user/group: ");
    if (answer < 0) return failed(chain, "look up ", answer);
    uid = account.uid;
    gids[count++] = account.gid;
    return GO_ON;
  }

  private int readGroups(Chain chain, int first, boolean numbers) {
    count = 0;
    for (int from = first; from <= text.length && count < MOST_GROUPS; ) {
      int to = endOfWord(from);
      byte[] word = CString.slice(text, from, to);
      long gid = numbers ? Decimal.parse(word) : chain.posix.groupByName(word);
      if (gid < 0) return unknown(chain, numbers ? "invalid uid/gid: " : "unknown user/group: ");
      gids[count++] = (int) gid;
      from = to + 1;
    }
    return GO_ON;
  }

  private int endOfWord(int from) {
    int to = from;
    while (to < text.length && text[to] != ':') to++;
    return to;
  }

  private int setVariables(Chain chain) {
    chain.environment.set(AccountVariables.UID, Decimal.string(uid & 0xffffffffL));
    chain.environment.set(AccountVariables.GID, Decimal.string(gids[0] & 0xffffffffL));
    return GO_ON;
  }

  private int become(Chain chain) {
    Identity identity = new Identity();
    identity.uid = uid;
    identity.gid = gids[0];
    identity.groups = new GroupList(gids, count);
    identity.zeroCounts = true;
    return identity.perform(chain);
  }

  private int unknown(Chain chain, String what) {
    return chain.messages.fatal().text(what).bytes(text).exit(ExitCode.SYSTEM);
  }

  private int failed(Chain chain, String what, int errno) {
    return chain.messages.fatal().unableTo(what).bytes(text).exit(ExitCode.SYSTEM, errno);
  }
}
