package s6j.bench;

import java.nio.file.Path;

/** One service under a supervisor. */
final class Supervised {
  /** They pause when a run, or what was left of it after it was ready, was under a second. */
  private static final int RUN_MILLIS = 1300;

  /** None is killed sooner after the last one was, so that all wake up from sleep. */
  private static final int QUIET_MILLIS = 50;

  /** Starts a supervisor of a service directory; its pid. */
  interface Starter {
    int start(Path service) throws Exception;
  }

  final Path service = ProcessTable.temporaryDirectory().resolve("service");
  final int supervisor;
  private final Starts starts = new Starts();
  private int pid;
  private long since;

  Supervised(boolean tellsReadiness, Starter starter) throws Exception {
    starts.service(service, tellsReadiness);
    supervisor = starter.start(service);
    try {
      awaitStart();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private void awaitStart() throws Exception {
    pid = starts.next();
    since = System.nanoTime();
  }

  /** What is done to a supervisor at the moment of a death. */
  interface Disturbance {
    void strike(Path service) throws Exception;
  }

  /** Milliseconds from the death of the service to the next start of its run script. */
  double restart() throws Exception {
    return restart(directory -> {});
  }

  /** The same, from what happens just before the death. */
  double restart(Disturbance before) throws Exception {
    long ripe = since + RUN_MILLIS * 1_000_000L - System.nanoTime();
    Thread.sleep(Math.max(ripe / 1_000_000 + 1, QUIET_MILLIS));
    long start = System.nanoTime();
    before.strike(service);
    ProcessTable.kill(pid);
    awaitStart();
    return (since - start) / 1e6;
  }

  /** daemontools' supervise dies of the signal and leaves its service. */
  void close() throws Exception {
    ProcessTable.terminate(supervisor);
    ProcessTable.await(supervisor);
    ProcessTable.killSleep(pid);
    starts.close();
    ProcessTable.remove(service.getParent());
  }
}
