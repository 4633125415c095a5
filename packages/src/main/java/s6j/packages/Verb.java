package s6j.packages;

import org.jspecify.annotations.Nullable;

/** What can be done to a service, and when there is no need or no way to. */
enum Verb {
  START("started", "start"),
  STOP("stopped", "stop"),
  ENABLE("enabled", "enable"),
  DISABLE("disabled", "disable"),
  UP("up", "bring up"),
  DOWN("down", "bring down"),
  RESTART("restarted", "restart"),
  RELOAD("told to reload", "reload");

  /** How a service is when it is done. */
  final String done;

  /** What could not be done. */
  final String todo;

  Verb(String done, String todo) {
    this.done = done;
    this.todo = todo;
  }

  /**
   * Why there is nothing to do with a service, or no way to; null if there is something. Named
   * services fail for it, those of a whole package are skipped.
   */
  @Nullable String obstacle(PackageService service, boolean force) {
    return switch (this) {
      case START ->
          service.disabled ? "is disabled" : service.watched ? "is supervised already" : null;
      case STOP -> service.watched ? null : "is not supervised";
      case ENABLE -> service.disabled ? null : "is enabled already";
      case DISABLE -> service.disabled ? "is disabled already" : null;
      case UP -> upObstacle(service, force);
      case DOWN -> down(service);
      case RESTART, RELOAD -> running(service);
    };
  }

  /** Whether the obstacle is but the wanted state, which force is content with. */
  boolean isContent(PackageService service, boolean force) {
    return this == UP && force && service.running;
  }

  /** Whether what keeps it from being done to a service of a whole package is a failure. */
  boolean failsFor(PackageService service) {
    return switch (this) {
      case START, STOP, ENABLE, DISABLE, UP -> false;
      case DOWN -> !service.disabled && !service.watched;
      case RESTART -> !service.disabled && !service.down && !service.running;
      case RELOAD -> service.expected() && !service.running;
    };
  }

  /** Whether two commands that do it at once would meddle with each other. */
  boolean isAlone() {
    return switch (this) {
      case START, STOP, ENABLE, DISABLE, UP, DOWN, RESTART -> true;
      case RELOAD -> false;
    };
  }

  /** Whether nothing at all is done if one of the named services does not need it. */
  boolean isStrict() {
    return switch (this) {
      case START, STOP -> true;
      case ENABLE, DISABLE, UP, DOWN, RESTART, RELOAD -> false;
    };
  }

  private static @Nullable String upObstacle(PackageService service, boolean force) {
    if (service.disabled) return force ? null : "is disabled";
    if (!service.watched) return "is not supervised";
    return service.running && !service.down ? "is up already" : null;
  }

  private static @Nullable String down(PackageService service) {
    if (!service.watched) return service.disabled ? "is disabled" : "is not supervised";
    return service.down && !service.running ? "is down already" : null;
  }

  private static @Nullable String running(PackageService service) {
    if (!service.watched) return service.disabled ? "is disabled" : "is not supervised";
    if (service.down) return "is down";
    return service.running ? null : "is not running";
  }
}
