package s6j.front.definition;

/** What becomes of processes that a run of a longrun has left behind when it has ended. */
public enum Leftovers {
  LEAVE("leave"),
  /** TERM, and KILL when the time to stop is over. */
  TERMINATE("terminate"),
  KILL("kill");

  public final String word;

  Leftovers(String word) {
    this.word = word;
  }
}
