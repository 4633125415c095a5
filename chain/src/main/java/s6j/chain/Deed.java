package s6j.chain;

/** One thing that a chainloader does to its own process. */
interface Deed {
  /** The next step follows. */
  int GO_ON = -1;

  /** {@link #GO_ON}, or the exit code, once it has said why. */
  int perform(Chain chain);
}
