package s6j.metrics;

import org.jspecify.annotations.Nullable;

/** How often runs have ended in one way. */
final class DeathEnd {
  final int exitCode;

  /** 0 for a run that was not killed. */
  final int signal;

  int count;
  final @Nullable DeathEnd next;

  DeathEnd(int exitCode, int signal, @Nullable DeathEnd next) {
    this.exitCode = exitCode;
    this.signal = signal;
    this.next = next;
  }

  /** The ends of all records, each way once; null if there are none. */
  static @Nullable DeathEnd of(DeathReader deaths) {
    DeathEnd ends = null;
    for (int i = 0; i < deaths.count(); i++) {
      DeathEnd one = ends;
      while (one != null && !one.isThatOf(deaths, i)) one = one.next;
      if (one == null) {
        one = new DeathEnd(deaths.exitCode(i), deaths.signal(i), ends);
        ends = one;
      }
      one.count++;
    }
    return ends;
  }

  private boolean isThatOf(DeathReader deaths, int place) {
    return exitCode == deaths.exitCode(place) && signal == deaths.signal(place);
  }
}
