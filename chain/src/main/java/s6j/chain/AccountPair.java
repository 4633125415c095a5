package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;

/**
 * {@code user:group[:group...]}, each a name or a number. Numbers are taken as they are, with no
 * supplementary group, as in s6; a user's name brings the groups in which it is listed. Groups
 * behind the first are supplementary ones more; an empty first one is the user's own.
 */
final class AccountPair implements Deed {
  private static final String UNKNOWN_USER = "unknown user: ";

  private final byte[] user;
  private final byte[] group;
  private final byte[][] more;
  private int ownGroup;
  private final Identity identity = new Identity();

  /** What daemontools does: no group but this one, and 0 is an identity like any other. */
  boolean isAlone;

  private AccountPair(byte[] user, byte[] group, byte[][] more) {
    this.user = user;
    this.group = group;
    this.more = more;
    identity.groups = GroupList.none();
  }

  /** Null for what is none. */
  static @Nullable AccountPair of(byte[] text) {
    byte[][] words = words(CString.slice(text, 0, CString.length(text)));
    if (words.length < 2 || words[0].length == 0) return null;
    for (int i = 2; i < words.length; i++) if (words[i].length == 0) return null;
    boolean isOwn = words[1].length == 0;
    if (isOwn && (words.length == 2 || isNumber(words[0]))) return null;
    byte[][] more = new byte[words.length - 2][];
    System.arraycopy(words, 2, more, 0, more.length);
    return new AccountPair(words[0], words[1], more);
  }

  private static byte[][] words(byte[] text) {
    int count = 1;
    for (byte b : text) if (b == ':') count++;
    byte[][] words = new byte[count][];
    for (int from = 0, i = 0; i < count; i++) {
      int to = from;
      while (to < text.length && text[to] != ':') to++;
      words[i] = CString.slice(text, from, to);
      from = to + 1;
    }
    return words;
  }

  private static boolean isNumber(byte[] text) {
    return Decimal.parse(text) != Decimal.INVALID;
  }

  @Override
  public int perform(Chain chain) {
    identity.zeroCounts = isAlone || !isNumber(user) || !isNumber(group);
    int code = readUser(chain);
    if (code == GO_ON) code = readGroup(chain);
    for (int i = 0; i < more.length && code == GO_ON; i++) code = addGroup(chain, more[i]);
    return code == GO_ON ? identity.perform(chain) : code;
  }

  private int readUser(Chain chain) {
    if (isNumber(user)) {
      identity.uid = (int) Decimal.parse(user);
      return GO_ON;
    }
    Account account = new Account();
    int answer = chain.posix.userByName(user, account);
    if (answer < 0) return failed(chain, UNKNOWN_USER, "look up user ", user, answer);
    identity.uid = account.uid;
    ownGroup = account.gid;
    return isAlone ? GO_ON : readGroups(chain);
  }

  private int readGroups(Chain chain) {
    int[] numbers = new int[GroupList.MOST];
    int count = chain.posix.groupsOf(user, numbers);
    if (count < 0) return failed(chain, UNKNOWN_USER, "get supplementary groups for ", user, count);
    identity.groups = new GroupList(numbers, count);
    return GO_ON;
  }

  private int readGroup(Chain chain) {
    int gid = group.length == 0 ? ownGroup : gid(chain, group);
    identity.gid = gid;
    return number(chain, group, gid);
  }

  private int addGroup(Chain chain, byte[] name) {
    int gid = gid(chain, name);
    identity.groups = identity.groups.with(gid);
    return number(chain, name, gid);
  }

  /** The number of a group, or a negated errno. */
  private static int gid(Chain chain, byte[] name) {
    return isNumber(name) ? (int) Decimal.parse(name) : chain.posix.groupByName(name);
  }

  private static int number(Chain chain, byte[] name, int gid) {
    if (gid >= 0 || isNumber(name)) return GO_ON;
    return failed(chain, "unknown group: ", "look up group ", name, gid);
  }

  private static int failed(Chain chain, String unknown, String call, byte[] name, int errno) {
    if (errno == -Errno.ENOENT)
      return chain.messages.fatal().text(unknown).bytes(name).exit(chain.failure(1));
    return chain.messages.fatal().unableTo(call).bytes(name).exit(ExitCode.SYSTEM, errno);
  }
}
