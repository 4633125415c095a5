package s6j.chain;

import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;

/**
 * {@code user:group}, of which each is a name or a number. Numbers are taken as they are, with no
 * supplementary group, as in s6; a user's name brings the groups in which it is listed.
 */
final class AccountPair implements Step {
  private static final String UNKNOWN_USER = "unknown user: ";
  private static final String UNKNOWN_GROUP = "unknown group: ";

  private final byte[] user;
  private final byte[] group;
  private final Identity identity = new Identity();

  /** What daemontools does: no group but this one, and 0 is an identity like any other. */
  boolean isAlone;

  private AccountPair(byte[] user, byte[] group) {
    this.user = user;
    this.group = group;
    identity.groups = GroupList.none();
  }

  /** Null if there is nothing before or behind the colon. */
  static AccountPair of(byte[] text) {
    int end = CString.length(text);
    int colon = CString.indexOf(text, ':');
    if (colon <= 0 || colon + 1 == end || hasAnother(text, colon + 1, end)) return null;
    return new AccountPair(CString.slice(text, 0, colon), CString.slice(text, colon + 1, end));
  }

  private static boolean hasAnother(byte[] text, int from, int end) {
    for (int i = from; i < end; i++) if (text[i] == ':') return true;
    return false;
  }

  private static boolean isNumber(byte[] text) {
    return Decimal.parse(text) != Decimal.INVALID;
  }

  @Override
  public int perform(Chain chain) {
    identity.zeroCounts = isAlone || !isNumber(user) || !isNumber(group);
    int code = readUser(chain);
    if (code == GO_ON) code = readGroup(chain);
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
    if (isNumber(group)) {
      identity.gid = (int) Decimal.parse(group);
      return GO_ON;
    }
    int answer = chain.posix.groupByName(group);
    if (answer < 0) return failed(chain, UNKNOWN_GROUP, "look up group ", group, answer);
    identity.gid = answer;
    return GO_ON;
  }

  private static int failed(Chain chain, String unknown, String call, byte[] name, int errno) {
    if (errno == -Errno.ENOENT)
      return chain.messages.fatal().text(unknown).bytes(name).exit(chain.failure(1));
    return chain.messages.fatal().unableTo(call).bytes(name).exit(111, errno);
  }
}
