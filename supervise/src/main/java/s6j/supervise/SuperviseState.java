package s6j.supervise;

/** What a supervisor has to remember to judge events; mutable, owned by the loop. */
final class SuperviseState {
  /** Where the service is. */
  enum Phase {
    /** Neither run nor finish is running. */
    DOWN,

    /** Run is running. */
    UP,

    /** Finish is running, or about to be. */
    FINISH,

    /** Like {@link #UP}, but the supervisor leaves when the service is fully down. */
    LAST_UP,

    /** Like {@link #FINISH}, but the supervisor leaves afterwards. */
    LAST_FINISH;

    boolean hasRun() {
      return this == UP || this == LAST_UP;
    }

    boolean hasFinish() {
      return this == FINISH || this == LAST_FINISH;
    }
  }

  Phase phase = Phase.DOWN;

  /** Run is to be started again when it has died. */
  boolean wantUp = true;

  /** Run notified its readiness; kept while its finish runs. */
  boolean notified;

  /** Run was asked to die, and is killed when the timer fires. */
  boolean dying;

  /** Run was stopped by a command. */
  boolean paused;

  /** The present pause by restart-backoff, or the last one if run is up since; 0 is none. */
  int backoffMillis;

  /** How long the last run was up. */
  long uptimeMillis;

  /** What supervise/status says: readiness of run, or of a new start. */
  boolean isReady() {
    return phase == Phase.DOWN || phase.hasRun() && notified;
  }

  void become(SuperviseState other) {
    phase = other.phase;
    wantUp = other.wantUp;
    notified = other.notified;
    dying = other.dying;
    paused = other.paused;
    backoffMillis = other.backoffMillis;
    uptimeMillis = other.uptimeMillis;
  }
}
