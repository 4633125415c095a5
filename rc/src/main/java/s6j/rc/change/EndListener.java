package s6j.rc.change;

/** Is told how a transition ended that this process made itself. */
interface EndListener {
  void ended(int service, int waitStatus);
}
