package s6j.front.definition;

import java.util.Optional;

/**
 * How a longrun tells that it is ready. Times in milliseconds, 0 for no limit; {@code check} is
 * there for {@link Way#CHECK} only.
 */
public record Readiness(
    Way way, int fd, Optional<Script> check, long interval, long timeout, int tries) {
  /** Who writes the newline that means ready. */
  public enum Way {
    /** The daemon, to descriptor {@code fd}. */
    NEWLINE,
    /** s6-notifyoncheck, once a command succeeds. */
    CHECK,
    /** s6-notify-fd-from-socket, when the daemon says READY=1 as systemd's do. */
    SD_NOTIFY
  }

  public static final int DEFAULT_FD = 3;
  public static final long DEFAULT_INTERVAL = 1000;

  public static Readiness newline(int fd) {
    return new Readiness(Way.NEWLINE, fd, Optional.empty(), DEFAULT_INTERVAL, 0, 0);
  }

  public static Readiness check(Script check) {
    return new Readiness(Way.CHECK, DEFAULT_FD, Optional.of(check), DEFAULT_INTERVAL, 0, 0);
  }

  public static Readiness sdNotify() {
    return new Readiness(Way.SD_NOTIFY, DEFAULT_FD, Optional.empty(), DEFAULT_INTERVAL, 0, 0);
  }
}
