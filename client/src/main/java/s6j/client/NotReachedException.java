package s6j.client;

import java.nio.file.Path;

/** A service has not come to the state that was waited for: the time is over, or it gave up. */
public final class NotReachedException extends SupervisionException {
  private static final long serialVersionUID = 1;

  private final transient Status status;

  NotReachedException(Path path, String message, Status status) {
    super(path, message + ", is " + status, null);
    this.status = status;
  }

  /** Where the service was instead. */
  public Status status() {
    return status;
  }
}
