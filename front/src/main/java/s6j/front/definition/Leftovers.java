package s6j.front.definition;

/** What becomes of processes that a run of a longrun has left behind when it has ended. */
public enum Leftovers implements Word {
  LEAVE,
  /** TERM, and KILL when the time to stop is over. */
  TERMINATE,
  KILL
}
