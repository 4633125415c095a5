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
  private final Map<Path, Supervised> services = new HashMap<>();

  Restarts(boolean tellsReadiness) {
    this.tellsReadiness = tellsReadiness;
  }

  @Override
  public double[] run(Path bin) throws Exception {
    if (!services.containsKey(bin)) services.put(bin, new Supervised(tellsReadiness, s6(bin)));
    return new double[] {services.get(bin).restart()};
  }

  private static Supervised.Starter s6(Path bin) {
    return service -> ProcessTable.start(bin.resolve("s6-supervise"), service.toString());
  }

  @Override
  public void close() throws Exception {
    for (Supervised service : services.values()) service.close();
  }
}
