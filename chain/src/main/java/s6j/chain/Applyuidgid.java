package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-applyuidgid: run a program as the user and groups that numbers or names stand for. */
public final class Applyuidgid {
  private static final Option USER =
      Option.value('u', "uid", "become this user, a number or a name; 0 changes nothing");
  private static final Option GROUP =
      Option.value('g', "gid", "become this group, a number or a name; 0 changes nothing");
  private static final Option GROUPS =
      Option.value('G', "gidlist", "set the supplementary groups, numbers or names");
  private static final Option ENVIRONMENT =
      Option.flag('U', "take all three from UID, GID and GIDLIST");
  private static final Option UNSET = Option.flag('z', "unset UID, GID and GIDLIST");

  private Applyuidgid() {}

  public static Program declaration() {
    return new Program(
            "s6-applyuidgid",
            "applyuidgid",
            "[ -z ] [ -u uid ] [ -g gid ] [ -G gidlist ] [ -U ] prog...",
            "changes user and groups and runs a program",
            Applyuidgid::run)
        .options(USER, GROUP, GROUPS, ENVIRONMENT, UNSET);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Applyuidgid::plan);
  }

  private static int plan(Chain chain, Line line) {
    Identity identity = new Identity();
    int wrong = 0;
    for (Line.Given given = line.first(); given != null && wrong == 0; given = given.next())
      wrong = take(chain, identity, given);
    if (wrong == 0) wrong = line.judge(1);
    if (wrong != 0) return wrong;
    chain.then(identity);
    if (line.has(UNSET)) UnsetVariable.all(chain);
    return chain.leadsTo(line.firstOperand());
  }

  private static int take(Chain chain, Identity identity, Line.Given given) {
    if (given.option == USER) return setUid(chain, identity, given.value);
    if (given.option == GROUP) return setGid(chain, identity, given.value);
    if (given.option == GROUPS) return setGroups(chain, identity, given.value);
    return given.option == ENVIRONMENT ? takeFromEnvironment(chain, identity) : 0;
  }

  private static int setUid(Chain chain, Identity identity, byte[] text) {
    long uid = Decimal.parse(text);
    if (uid == Decimal.INVALID) return setUidByName(chain, identity, text);
    identity.uid = (int) uid;
    return 0;
  }

  private static int setUidByName(Chain chain, Identity identity, byte[] name) {
    Account account = new Account();
    int answer = chain.posix.userByName(name, account);
    identity.uid = account.uid;
    return answer < 0 ? failed(chain, "user", name, answer) : 0;
  }

  private static int setGid(Chain chain, Identity identity, byte[] text) {
    long gid = Decimal.parse(text);
    if (gid == Decimal.INVALID) gid = chain.posix.groupByName(text);
    identity.gid = (int) gid;
    return gid < 0 ? failed(chain, "group", text, (int) gid) : 0;
  }

  private static int setGroups(Chain chain, Identity identity, byte[] text) {
    identity.groups = GroupList.parse(text);
    return identity.groups == null ? setGroupsByName(chain, identity, text) : 0;
  }

  private static int setGroupsByName(Chain chain, Identity identity, byte[] text) {
    int[] numbers = new int[GroupList.MOST];
    int count = 0;
    int end = CString.length(text);
    for (int from = 0; from < end && count < GroupList.MOST; ) {
      int to = from;
      while (to < end && !GroupList.isSeparator(text[to])) to++;
      Identity one = new Identity();
      int code = setGid(chain, one, CString.slice(text, from, to));
      if (code != 0) return code;
      numbers[count++] = one.gid;
      from = to;
      while (from < end && GroupList.isSeparator(text[from])) from++;
    }
    identity.groups = new GroupList(numbers, count);
    return 0;
  }

  private static int failed(Chain chain, String what, byte[] name, int errno) {
    if (errno == -Errno.ENOENT)
      return chain
          .messages
          .fatal()
          .text("unknown ")
          .text(what)
          .text(": ")
          .bytes(name)
          .exit(ExitCode.USAGE);
    return chain
        .messages
        .fatal()
        .unableTo("look up ")
        .text(what)
        .text(" ")
        .bytes(name)
        .exit(ExitCode.SYSTEM, errno);
  }

  private static int takeFromEnvironment(Chain chain, Identity identity) {
    byte[] uid = chain.environment.get(AccountVariables.UID);
    if (uid == null) return notSet(chain, AccountVariables.UID);
    long user = Decimal.parse(uid);
    if (user == Decimal.INVALID) return invalid(chain, AccountVariables.UID);
    byte[] gid = chain.environment.get(AccountVariables.GID);
    if (gid == null) return notSet(chain, AccountVariables.GID);
    long group = Decimal.parse(gid);
    if (group == Decimal.INVALID) return invalid(chain, AccountVariables.GID);
    byte[] groups = chain.environment.get(AccountVariables.GIDLIST);
    if (groups == null) return notSet(chain, AccountVariables.GIDLIST);
    identity.uid = (int) user;
    identity.gid = (int) group;
    identity.groups = GroupList.parse(groups);
    return identity.groups == null ? invalid(chain, AccountVariables.GIDLIST) : 0;
  }

  private static int notSet(Chain chain, String variable) {
    return chain.messages.fatal().text(variable).text(" not set").exit(ExitCode.USAGE);
  }

  private static int invalid(Chain chain, String variable) {
    return chain.messages.fatal().text("invalid $").text(variable).exit(ExitCode.USAGE);
  }
}
