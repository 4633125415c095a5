package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;

/** The user and groups that a process gives up its own for. */
final class Identity implements Deed {
  int uid;
  int gid;

  /** The supplementary groups; null leaves them as they are. */
  @Nullable GroupList groups;

  /** A uid or gid of 0 is set too; in s6 it means: leave it. */
  boolean zeroCounts;

  @Override
  public int perform(Chain chain) {
    if (groups != null) {
      GroupList all = groups.ledBy(gid != 0 || zeroCounts ? gid : chain.posix.getegid());
      int answer = chain.posix.setgroups(all.numbers, all.count);
      if (answer < 0) return failed(chain, "set supplementary group list", answer);
    }
    int answer = gid != 0 || zeroCounts ? chain.posix.setgid(gid) : 0;
    if (answer < 0) return failed(chain, "setgid", answer);
    answer = uid != 0 || zeroCounts ? chain.posix.setuid(uid) : 0;
    return answer < 0 ? failed(chain, "setuid", answer) : GO_ON;
  }

  private static int failed(Chain chain, String what, int errno) {
    return chain.messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, errno);
  }
}
