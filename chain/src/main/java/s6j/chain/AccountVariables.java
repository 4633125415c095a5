package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.posix.Account;
import s6j.posix.Decimal;
import s6j.posix.Errno;

/** UID, GID and GIDLIST, looked up by name for a later change of identity (s6-envuidgid page). */
final class AccountVariables implements Deed {
  static final String UID = "UID";
  static final String GID = "GID";
  static final String GIDLIST = "GIDLIST";

  /** Null: UID gets its default. */
  byte @Nullable [] user;

  /** Null: GID gets its default, unless {@link #takesPrimaryGroup}. */
  byte @Nullable [] group;

  boolean setsUid = true;
  boolean setsGid = true;

  /** GIDLIST is set to the groups in which the user is listed. */
  boolean setsGroups = true;

  /** Without a group, GID is the user's primary one. */
  boolean takesPrimaryGroup = true;

  /** A name that is not known may be a number. */
  boolean numbersToo;

  /** A name that is not known may be the number of an account. */
  boolean looksForNumbers;

  /** A name that is not known is an error; else it means the defaults. */
  boolean insists = true;

  /** The defaults, then what was found. */
  int uid;

  int gid;
  GroupList groups = GroupList.none();

  @Override
  public int perform(Chain chain) {
    int code = group == null ? GO_ON : lookUpGroup(chain);
    if (code == GO_ON && user != null) code = lookUpUser(chain);
    if (code != GO_ON) return code;
    if (setsUid) chain.environment.set(UID, Decimal.string(uid & 0xffffffffL));
    if (setsGid) chain.environment.set(GID, Decimal.string(gid & 0xffffffffL));
    if (setsGroups) chain.environment.set(GIDLIST, groups.text());
    return GO_ON;
  }

  /** For the step that gives the process this identity. */
  Identity identity() {
    Identity identity = new Identity();
    identity.uid = uid;
    identity.gid = gid;
    identity.groups = groups;
    return identity;
  }

  private int lookUpGroup(Chain chain) {
    int answer = chain.posix.groupByName(group);
    long number = numbersToo ? Decimal.parse(group) : Decimal.INVALID;
    if (answer >= 0) gid = answer;
    else if (answer != -Errno.ENOENT) return failed(chain, "look up group ", group, answer);
    else if (number != Decimal.INVALID) gid = (int) number;
    else if (insists) return unknown(chain, "unknown group: ", group);
    return GO_ON;
  }

  private int lookUpUser(Chain chain) {
    Account account = new Account();
    int answer = chain.posix.userByName(user, account);
    if (answer == -Errno.ENOENT && looksForNumbers && Decimal.parse(user) != Decimal.INVALID)
      answer = chain.posix.userById((int) Decimal.parse(user), account);
    long number = numbersToo ? Decimal.parse(user) : Decimal.INVALID;
    if (answer >= 0) return take(chain, account);
    if (answer != -Errno.ENOENT) return failed(chain, "look up user ", user, answer);
    if (number != Decimal.INVALID) uid = (int) number;
    else if (insists) return unknown(chain, "unknown user: ", user);
    return GO_ON;
  }

  private int take(Chain chain, Account account) {
    uid = account.uid;
    if (takesPrimaryGroup && group == null) gid = account.gid;
    if (!setsGroups) return GO_ON;
    int[] numbers = new int[GroupList.MOST];
    int count = chain.posix.groupsOf(looksForNumbers ? account.name : user, numbers);
    if (count < 0) return failed(chain, "get supplementary groups for ", user, count);
    groups = new GroupList(numbers, count);
    return GO_ON;
  }

  private static int unknown(Chain chain, String what, byte[] name) {
    return chain.messages.fatal().text(what).bytes(name).exit(chain.failure(1));
  }

  private static int failed(Chain chain, String what, byte[] name, int errno) {
    return chain.messages.fatal().unableTo(what).bytes(name).exit(ExitCode.SYSTEM, errno);
  }
}
