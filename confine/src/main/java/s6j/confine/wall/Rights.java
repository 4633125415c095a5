package s6j.confine.wall;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.confine.ConfinedNames;
import s6j.formats.confine.NameSet;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.ExitStatus;

/** Who this process is from now on, and what it may do; in the order in which that can be done. */
final class Rights {
  private static final int MOST_GROUPS = 256;

  /** Above it a number would be another one, or that of nobody, as an int. */
  private static final long MOST_ID = Integer.MAX_VALUE;

  private final Posix posix;
  private final Messages messages;
  private final int[] groups = new int[MOST_GROUPS];
  private int groupCount;
  private int uid = -1;
  private int gid = -1;

  Rights(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  /**
   * Looks an account up, {@code USER}, {@code USER:GROUP}, and behind it {@code :GROUP} for each
   * further group; without a name it is the user's own: 0, or the exit code.
   */
  @ExitStatus
  int find(byte[] text) {
    int end = CString.length(text);
    int colon = endOfName(text, 0);
    byte[] user = CString.slice(text, 0, colon);
    int code = findUser(user);
    for (int from = colon + 1; from <= end && code == 0; from = endOfName(text, from) + 1)
      code = findGroup(CString.slice(text, from, endOfName(text, from)), from == colon + 1);
    return code == 0 && gid < 0 ? unknown("group of ", user) : code;
  }

  private static int endOfName(byte[] text, int from) {
    int to = from;
    while (to < CString.length(text) && text[to] != ':') to++;
    return to;
  }

  private @ExitStatus int findGroup(byte[] group, boolean isFirst) {
    if (isFirst && group.length == 0) return 0;
    long number = Decimal.parse(group);
    if (number > MOST_ID) return unknown("group: ", group);
    int found = number != Decimal.INVALID ? (int) number : posix.groupByName(group);
    if (found == -Errno.ENOENT) return unknown("group: ", group);
    if (found < 0) return refused("look up group", found);
    if (isFirst) gid = found;
    else if (groupCount == MOST_GROUPS) return refused("have so many groups", -Errno.EINVAL);
    else groups[groupCount++] = found;
    return 0;
  }

  private @ExitStatus int findUser(byte[] user) {
    long number = Decimal.parse(user);
    if (number > MOST_ID) return unknown("user: ", user);
    if (number != Decimal.INVALID) {
      uid = (int) number;
      return 0;
    }
    Account account = new Account();
    int answer = posix.userByName(user, account);
    if (answer == -Errno.ENOENT) return unknown("user: ", user);
    if (answer < 0) return refused("look up user", answer);
    uid = account.uid;
    gid = account.gid;
    groupCount = posix.groupsOf(user, groups);
    return groupCount < 0 ? refused("look up groups", groupCount) : 0;
  }

  /** Nothing outside of the set is ever had again. */
  @ExitStatus
  int bound(long set) {
    for (int i = 0; i < ConfinedNames.MOST; i++) {
      int answer = NameSet.has(set, i) ? 0 : posix.dropCapability(i);
      // There are no more.
      if (answer == -Errno.EINVAL) return 0;
      if (answer < 0) return refused("drop a capability", answer);
    }
    return 0;
  }

  /** Becomes the account that was found, if any; {@code kept} are capabilities that stay. */
  @ExitStatus
  int become(long kept) {
    if (uid >= 0) {
      int answer = kept == 0 ? 0 : posix.keepCapabilities();
      if (answer >= 0) answer = posix.setgroups(groups, groupCount);
      if (answer >= 0) answer = posix.setgid(gid);
      if (answer >= 0) answer = posix.setuid(uid);
      if (answer < 0) return refused("change the user", answer);
    }
    if (kept == 0) return 0;
    int answer = posix.setCapabilities(kept, kept);
    for (int i = 0; i < ConfinedNames.MOST && answer >= 0; i++)
      if (NameSet.has(kept, i)) answer = posix.raiseCapability(i);
    return answer < 0 ? refused("keep capabilities", answer) : 0;
  }

  @ExitStatus
  int forgoMore() {
    int answer = posix.forgoPrivileges();
    return answer < 0 ? refused("forgo new privileges", answer) : 0;
  }

  private @ExitStatus int unknown(String what, byte[] name) {
    return messages.fatal().text("unknown ").text(what).bytes(name).exit(ExitCode.USAGE);
  }

  private @ExitStatus int refused(String what, int errno) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, errno);
  }
}
