package s6j.rc.change;

/** What happens to the engine; all but the first and the last are about a service. */
public enum RcEvent {
  /** The pass begins. */
  BEGIN,
  /** A transition did what was asked. */
  SUCCEEDED,
  /** A transition failed; with the raw wait status. */
  FAILED,
  /** A transition could not be started; nothing of it runs. */
  NOT_STARTED,
  /** A signal asks to end as soon as possible. */
  TERMINATED
}
