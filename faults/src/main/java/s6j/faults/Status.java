package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import s6j.formats.ServiceStatus;

/** What a status file says; null fields of a file that is not there. */
record Status(
    int length,
    int flags,
    long pid,
    boolean wantUp,
    boolean running,
    boolean ready,
    long stampNanos) {
  private static final int KNOWN_FLAGS = 15;
  private static final int FLAGS_AT = 34;

  /** Null if there is no such file (yet). */
  static Status read(Path service) {
    try {
      byte[] bytes = Files.readAllBytes(service.resolve("supervise/status"));
      if (bytes.length != ServiceStatus.SIZE)
        return new Status(bytes.length, 0, 0, false, false, false, 0);
      ServiceStatus status = new ServiceStatus();
      status.decode(bytes, 0);
      int flags = bytes[FLAGS_AT];
      return new Status(
          bytes.length,
          flags,
          status.pid,
          status.wantUp,
          status.isUp(),
          status.isUpAndReady(),
          status.stampNanos);
    } catch (IOException none) {
      return null;
    }
  }

  /** Whether it is what the format allows. */
  boolean isSound() {
    return length == ServiceStatus.SIZE && (flags & ~KNOWN_FLAGS) == 0 && pid >= 0;
  }

  boolean runsFor(boolean notifying) {
    return running && (!notifying || ready) && Files.exists(Path.of("/proc/" + pid));
  }
}
