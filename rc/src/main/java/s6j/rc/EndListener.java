package s6j.rc;

/** Is told how a transition ended that this process made itself. */
interface EndListener {
  void ended(int service, int waitStatus);
}
