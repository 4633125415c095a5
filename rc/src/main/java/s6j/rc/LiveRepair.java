package s6j.rc;

import s6j.cli.Messages;
import s6j.formats.RcDatabase;
import s6j.posix.Posix;

/** Sets right what killed commands left unfinished, before another command works. */
final class LiveRepair {
  private LiveRepair() {}

  /**
   * 0, or 111 when something failed and has been said; {@code tells} of what was done, {@code
   * beforeStop} if that is all that follows.
   */
  static int run(
      Posix posix,
      Messages messages,
      LiveDirectory live,
      RcDatabase database,
      byte[] state,
      boolean beforeStop,
      boolean tells) {
    int answer = new UnfinishedUpdate(posix, live, database, state).recover();
    int change =
        answer < 0 ? answer : new KilledChange(posix, live).recover(database, state, beforeStop);
    if (change < 0) answer = change;
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("set right what was left unfinished in ")
          .bytes(live.path())
          .exit(111, answer);
    if (answer > 0 && tells)
      messages.warning().text("an unfinished update was set right in ").bytes(live.path()).end();
    return 0;
  }
}
