package s6j.svc;

/** How far a waiter has come. */
enum WaitResult {
  WAITING,
  DONE,
  TIMED_OUT
}
