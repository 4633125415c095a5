package s6j.svscan;

/** What the scanner has to remember to judge events; mutable, owned by the loop. */
final class SvscanState {
  enum Phase {
    /** Scans, and keeps supervisors alive. */
    RUNNING,

    /** Waits for the supervisors to end. */
    ENDING,

    /** Is about to leave. */
    ENDED;
  }

  /** Which strays are to be ended when the scan that was asked for is finished. */
  enum Prune {
    NOTHING,

    /** Services with TERM, loggers with HUP. */
    GENTLY,

    /** All with TERM. */
    FULLY;
  }

  Phase phase = Phase.RUNNING;

  /** A scan was asked for, and is not finished. */
  boolean scanDue;

  Prune prune = Prune.NOTHING;

  /** The last scan left something out, for which there is a place as soon as a slot is free. */
  boolean leftOut;

  /** The phase of the slot that the present event is about. */
  Slot.Phase slot = Slot.Phase.FREE;

  void become(SvscanState other) {
    phase = other.phase;
    scanDue = other.scanDue;
    prune = other.prune;
    leftOut = other.leftOut;
    slot = other.slot;
  }
}
