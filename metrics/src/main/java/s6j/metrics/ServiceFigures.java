package s6j.metrics;

import org.jspecify.annotations.Nullable;
import s6j.formats.ServiceStatus;
import s6j.formats.Tai64n;

/** What is known of one service at one moment. */
final class ServiceFigures {
  /** No such number. */
  static final long NONE = Tai64n.INVALID;

  /** Below the scan directory; that of a logger is {@code NAME/log}. */
  final byte[] name;

  boolean isSupervised;

  /** Null before its first supervisor. */
  @Nullable ServiceStatus status;

  /** Whether it tells when it is ready. */
  boolean notifies;

  long cpuMicros = NONE;
  long memoryBytes = NONE;

  /** Deaths since it was first seen, where somebody counts. */
  long deaths = NONE;

  long lastDeathNanos = NONE;
  long lastExitCode = NONE;
  @Nullable DeathEnd ends;

  /** 1 or 0; none without checks, or before the first. */
  long healthy = NONE;

  long failedChecks = NONE;
  @Nullable LogFigures logs;

  /** What a s6-timerd says; empty of others. */
  byte[] timers = {};

  ServiceFigures(byte[] name) {
    this.name = name;
  }

  boolean isUp() {
    return status != null && isSupervised && status.isUp();
  }

  boolean isReady() {
    return isUp() && status != null && status.ready;
  }
}
