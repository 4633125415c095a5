package s6j.front.definition;

/** Which processes a signal that ends a longrun is for, and which are not left behind. */
public enum KillWord implements Word {
  PROCESS,
  GROUP,
  /** The process; once it has ended, all that came of it. */
  MIXED,
  TREE
}
