package s6j.rc.update;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.RcDatabase;
import s6j.posix.Posix;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.UnfinishedChange;

/** Sets right what killed commands left unfinished, before another command works. */
public final class LiveRepair {
  private LiveRepair() {}

  /**
   * 0, or 111 when something failed and has been said; {@code tells} of what was done. {@code
   * beforeStop} if that is all that follows.
   */
  public static int run(
      Posix posix,
      Messages messages,
      LiveDirectory live,
      RcDatabase database,
      byte[] state,
      UnfinishedChange change,
      boolean beforeStop,
      boolean tells) {
    int answer = new UnfinishedUpdate(posix, live, database, state).recover();
    int settled = answer < 0 ? answer : change.settle(state, beforeStop);
    if (settled < 0) return cannot(messages, live, settled);
    if (answer > 0 && tells)
      messages.warning().text("an unfinished update was set right in ").bytes(live.path()).end();
    return 0;
  }

  private static int cannot(Messages messages, LiveDirectory live, int errno) {
    return messages
        .fatal()
        .unableTo("set right what was left unfinished in ")
        .bytes(live.path())
        .exit(ExitCode.SYSTEM, errno);
  }

  /** The same under the lock of a caller, who has seen to updates. */
  public static int settle(
      Messages messages,
      LiveDirectory live,
      byte[] state,
      UnfinishedChange change,
      boolean beforeStop) {
    int settled = change.settle(state, beforeStop);
    return settled < 0 ? cannot(messages, live, settled) : 0;
  }
}
