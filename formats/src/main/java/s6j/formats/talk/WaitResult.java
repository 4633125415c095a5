package s6j.formats.talk;

/** How far a waiter has come. */
public enum WaitResult {
  WAITING,
  DONE,
  TIMED_OUT
}
