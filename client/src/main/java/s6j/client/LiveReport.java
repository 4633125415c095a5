package s6j.client;

import java.time.Duration;
import java.time.Instant;

/** A service of a live set, judged by its state and by what its supervisor wrote. */
record LiveReport(boolean isFine, String reason) {
  static LiveReport of(LiveFiles files, LiveService service) {
    if (service.kind() == LiveService.Kind.ONESHOT)
      return new LiveReport(
          service.isUp(),
          service.isNamed()
              ? "was asked for, but its up script has not succeeded"
              : "has not been started");
    Service longrun = files.longrun(service.name());
    try {
      Status status = longrun.status();
      if (!status.state().isUp()) return new LiveReport(false, whyDown(service, status));
      return running(service, longrun, status);
    } catch (NotSupervisedException e) {
      return new LiveReport(false, "has no supervisor");
    }
  }

  private static LiveReport running(LiveService service, Service longrun, Status status) {
    String runs = "runs as pid " + status.pid().orElse(0) + " for " + seconds(status) + " s";
    if (longrun.tellsReadiness() && status.state() != State.READY)
      return new LiveReport(false, runs + " and has not notified readiness");
    return new LiveReport(service.isUp(), runs + ", but was not started by s6-rc");
  }

  private static String whyDown(LiveService service, Status status) {
    if (status.exitCode().isEmpty() && status.signal().isEmpty())
      return service.isNamed() ? "was asked for, but never ran" : "never ran; nobody asked for it";
    StringBuilder reason = new StringBuilder("is down since ").append(seconds(status)).append(" s");
    if (status.signal().isPresent())
      reason.append(", killed by signal ").append(status.signal().getAsInt());
    else reason.append(", exit code ").append(status.exitCode().orElse(0));
    return reason.append(status.wantedUp() ? ", and is being restarted" : "").toString();
  }

  private static long seconds(Status status) {
    return Math.max(0, Duration.between(status.since(), Instant.now()).toSeconds());
  }
}
