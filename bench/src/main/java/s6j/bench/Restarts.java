package s6j.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Milliseconds from the KILL of a service to the first line of its next run script, the start of sh
 * included. s6 pauses for a second unless the service had been ready for a second.
 */
final class Restarts implements Probe {
  private final boolean tellsReadiness;

  /** The suite whose supervisor lives in its scanner; null if none does. */
  private final Path host;

  private final Supervised.Disturbance before;
  private final Map<Path, Supervised> services = new HashMap<>();

  Restarts(boolean tellsReadiness) {
    this(tellsReadiness, null);
  }

  Restarts(boolean tellsReadiness, Path host) {
    this(tellsReadiness, host, service -> {});
  }

  private Restarts(boolean tellsReadiness, Path host, Supervised.Disturbance before) {
    this.tellsReadiness = tellsReadiness;
    this.host = host;
    this.before = before;
  }

  /** With a new image of the supervisor, or of its host, between the death and the restart. */
  static Restarts upgraded(Path host) {
    return new Restarts(
        true,
        host,
        service -> {
          Path scan = service.resolveSibling(".s6-svscan/control");
          Path control = service.resolve("supervise/control");
          ProcessTable.send(host == null ? control : scan, host == null ? "e" : "U");
        });
  }

  @Override
  public double[] run(Path bin) throws Exception {
    if (!services.containsKey(bin)) services.put(bin, new Supervised(tellsReadiness, starter(bin)));
    return new double[] {services.get(bin).restart(before)};
  }

  /** A scanner has nothing but the service in its directory. */
  private Supervised.Starter starter(Path bin) {
    if (bin.equals(host)) return service -> ManyServices.start(bin, host, 1, service.getParent());
    return service -> ProcessTable.start(bin.resolve("s6-supervise"), service.toString());
  }

  @Override
  public void close() throws Exception {
    for (Supervised service : services.values()) service.close();
  }
}
