package s6j.supervise;

/** Where a supervisor lives: in a process of its own, or among others in one. */
interface Home {
  /** It has ended; nothing is told to it any more. */
  void left(SuperviseLoop who);

  /** It is to become its new image, if the process is its own. */
  default void upgrade(SuperviseLoop who) {}

  /** It owes something: {@link SuperviseLoop#tryAgain}. */
  default void owes(SuperviseLoop who) {}

  /** Its child is another from now on; 0 for none. */
  default void childChanges(SuperviseLoop who, int from, int to) {}
}
