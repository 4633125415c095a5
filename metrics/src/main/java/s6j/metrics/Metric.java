package s6j.metrics;

/** A number that a service has, of itself: one sample each at most. */
enum Metric {
  SUPERVISED("s6_service_supervised", "Whether the service has a supervisor."),
  UP("s6_service_up", "Whether the process of the service runs."),
  WANTED("s6_service_wanted_up", "Whether its supervisor is to keep the service up."),
  READY("s6_service_ready", "Whether a service that tells its readiness is up and ready."),
  CHANGED("s6_service_changed_timestamp_seconds", "When the service went up or down last."),
  READY_SINCE("s6_service_ready_timestamp_seconds", "When the service told that it is ready."),
  DEATHS("s6_service_deaths", "Ends of its process since the service was first counted."),
  LAST_DEATH("s6_service_last_death_timestamp_seconds", "When its process ended last."),
  LAST_EXIT(
      "s6_service_last_exit_code", "How it ended last: the exit code, or 128 and the signal."),
  CPU("s6_service_cpu_seconds", "Processor time of the process of the service."),
  MEMORY("s6_service_memory_bytes", "Resident memory of the process of the service."),
  HEALTHY("s6_service_healthy", "Whether the last checks of its health were passed."),
  FAILED_CHECKS("s6_service_failed_health_checks", "Checks that have failed in a row.");

  final String family;
  final String help;

  Metric(String family, String help) {
    this.family = family;
    this.help = help;
  }

  boolean isCounter() {
    return this == DEATHS || this == CPU;
  }

  /** Digits behind the point that {@link #of} has added to its unit: 9 of moments. */
  int decimals() {
    return switch (this) {
      case CHANGED, READY_SINCE, LAST_DEATH -> 9;
      case CPU -> 6;
      case SUPERVISED, UP, WANTED, READY, DEATHS, LAST_EXIT, MEMORY, HEALTHY, FAILED_CHECKS -> 0;
    };
  }

  /** The part of the name that is a unit; empty if there is none. */
  String unit() {
    return switch (this) {
      case CHANGED, READY_SINCE, LAST_DEATH, CPU -> "seconds";
      case MEMORY -> "bytes";
      case SUPERVISED, UP, WANTED, READY, DEATHS, LAST_EXIT, HEALTHY, FAILED_CHECKS -> "";
    };
  }

  /** The number of a service, or {@link ServiceFigures#NONE}. */
  long of(ServiceFigures service) {
    return switch (this) {
      case SUPERVISED -> service.isSupervised ? 1 : 0;
      case UP -> service.isUp() ? 1 : 0;
      case WANTED -> wanted(service);
      case READY -> !service.notifies ? ServiceFigures.NONE : service.isReady() ? 1 : 0;
      case CHANGED -> service.status == null ? ServiceFigures.NONE : service.status.stampNanos;
      case READY_SINCE -> readySince(service);
      case DEATHS -> service.deaths;
      case LAST_DEATH -> service.lastDeathNanos;
      case LAST_EXIT -> service.lastExitCode;
      case CPU -> service.cpuMicros;
      case MEMORY -> service.memoryBytes;
      case HEALTHY -> service.healthy;
      case FAILED_CHECKS -> service.failedChecks;
    };
  }

  private static long wanted(ServiceFigures service) {
    if (service.status == null || !service.isSupervised) return ServiceFigures.NONE;
    return service.status.wantUp ? 1 : 0;
  }

  private static long readySince(ServiceFigures service) {
    if (service.status == null || !service.notifies || !service.isReady())
      return ServiceFigures.NONE;
    return service.status.readyNanos;
  }
}
