package s6j.supervise;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/**
 * What the machine orders; "argument" is the number that comes with an action in a {@link Step}.
 */
enum SuperviseAction {
  /** Sends signal {@code argument} to the child. */
  KILL,

  /** Sends signal {@code argument} to the child's process group. */
  KILL_GROUP,

  /** Starts run: answered by RUN_STARTED, RUN_FAILED or RUN_REFUSED; always the last action. */
  SPAWN_RUN,

  /** Starts finish: answered by FINISH_STARTED or FINISH_FAILED; always the last action. */
  SPAWN_FINISH,

  /** The timer fires {@code argument} milliseconds from now, and not when it was to. */
  SET_TIMER,

  /** The timer fires {@code argument} milliseconds after the last NOTIFIED. */
  SET_TIMER_SINCE_NOTIFIED,
  CLEAR_TIMER,

  /** The service went up or down at this moment. */
  MARK_CHANGE,

  /** The service became ready, or fully down, at this moment. */
  MARK_READY,
  WRITE_STATUS,

  /** Records the death of run. */
  WRITE_TALLY,

  /** Shows the pause that restart-backoff makes. */
  WRITE_BACKOFF,
  REMOVE_BACKOFF,
  CREATE_DOWN_FILE,
  REMOVE_DOWN_FILE,

  /** Standard input and output become /dev/null, so that the logger's pipe can end. */
  RELEASE_STREAMS,

  /** Stops listening for readiness. */
  CLOSE_NOTIFICATION,
  ANNOUNCE_UP("u"),
  ANNOUNCE_READY("U"),
  ANNOUNCE_DOWN("d"),
  ANNOUNCE_FULLY_DOWN("D"),

  /** Run is dead and there is no finish. */
  ANNOUNCE_DOWN_AND_FULLY_DOWN("dD"),

  /** Finish said that run shall not be started again. */
  ANNOUNCE_GIVEN_UP("OD"),
  ANNOUNCE_EXIT("x"),
  WARN_FINISH_TOO_LONG,
  WARN_IMPOSSIBLE,

  /** Has another image take this one's place, with all there is; always the last action. */
  UPGRADE,

  /** The supervisor ends; always the last action. */
  LEAVE;

  /** The event letters (s6-supervise page); null of what announces nothing. */
  final byte @Nullable [] letters;

  SuperviseAction() {
    this.letters = null;
  }

  SuperviseAction(String letters) {
    this.letters = CString.of(letters);
  }
}
