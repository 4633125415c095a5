package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-applyuidgid: run a program as the user and groups that numbers name. */
public final class Applyuidgid {
  private Applyuidgid() {}

  public static Program declaration() {
    return new Program(
            "s6-applyuidgid",
            "applyuidgid",
            "[ -z ] [ -u uid ] [ -g gid ] [ -G gidlist ] [ -U ] prog...",
            "changes user and groups by number and runs a program",
            Applyuidgid::run)
        .value('u', "uid", "become this user; 0 changes nothing")
        .value('g', "gid", "become this group; 0 changes nothing")
        .value('G', "gidlist", "set the supplementary groups")
        .flag('U', "take all three from UID, GID and GIDLIST")
        .flag('z', "unset UID, GID and GIDLIST");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Applyuidgid::plan);
  }

  private static int plan(Chain chain, Options options) {
    Identity identity = new Identity();
    boolean unsets = false;
    for (int option = options.next(); option != Options.END; option = options.next()) {
      int wrong = 0;
      switch (option) {
        case 'z' -> unsets = true;
        case 'u' -> wrong = setUid(chain, identity, options.value());
        case 'g' -> wrong = setGid(chain, identity, options.value());
        case 'G' -> wrong = setGroups(chain, identity, options.value());
        case 'U' -> wrong = takeFromEnvironment(chain, identity);
        default -> wrong = chain.wrongUse();
      }
      if (wrong != 0) return wrong;
    }
    chain.then(identity);
    if (unsets) UnsetVariable.all(chain);
    return chain.leadsTo(options.firstOperand());
  }

  private static int setUid(Chain chain, Identity identity, byte[] text) {
    long uid = Decimal.parse(text);
    identity.uid = (int) uid;
    return uid == Decimal.INVALID ? chain.wrongUse() : 0;
  }

  private static int setGid(Chain chain, Identity identity, byte[] text) {
    long gid = Decimal.parse(text);
    identity.gid = (int) gid;
    return gid == Decimal.INVALID ? chain.wrongUse() : 0;
  }

  private static int setGroups(Chain chain, Identity identity, byte[] text) {
    identity.groups = GroupList.parse(text);
    return identity.groups == null ? chain.wrongUse() : 0;
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
    return chain.messages.fatal().text(variable).text(" not set").exit(100);
  }

  private static int invalid(Chain chain, String variable) {
    return chain.messages.fatal().text("invalid $").text(variable).exit(100);
  }
}
