package s6j.svscan;

import s6j.formats.talk.Handover;

/** What may live in a service directory without a supervisor: a run, or a finish. */
final class Orphan {
  /** What cannot be looked at for so long, once a second, is left behind. */
  private static final int TRIES = 5;

  /** What the last supervisor left running; 0 for nothing, or for what is not known. */
  int pid;

  /** Its start in ticks. */
  long start;

  /** How often it is still to be tried to end what lives there; 0 if that is not owed. */
  private int tries;

  void handOver(Handover to) {
    to.tell(pid);
    to.tell(start);
  }

  void takeUp(Handover from) {
    pid = from.nextInt();
    start = from.next();
  }

  void forget() {
    pid = 0;
    tries = 0;
  }

  /** From now on its end is owed. */
  void oweEnd() {
    tries = TRIES;
  }

  boolean isEndOwed() {
    return tries > 0;
  }

  /** It has been tried: {@code error} is 0, or the negated errno of what is to be tried again. */
  void tried(int error) {
    tries = error < 0 ? tries - 1 : 0;
  }
}
