package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** How soon a waiting program ends after the command that brings the state it waits for, in ms. */
final class Waking {
  private static final int SETTLE_MILLIS = 15;

  private final Path service;

  /** Keeps one supervisor of the reference running for all. */
  Waking(Path reference) throws Exception {
    service = Processes.service(Files.createTempDirectory("s6j-bench"), "100000");
    Files.createFile(service.resolve("down"));
    int supervisor = Processes.start(reference.resolve("s6-supervise"), service.toString());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Processes.terminate(supervisor)));
    while (!Files.exists(service.resolve("supervise/control"))) Thread.sleep(5);
  }

  double svwait(Path bin) throws Exception {
    stop();
    return wake(Processes.start(bin.resolve("s6-svwait"), "-u", service.toString()));
  }

  double svlisten(Path bin) throws Exception {
    stop();
    return wake(
        Processes.start(bin.resolve("s6-svlisten1"), "-u", service.toString(), "/bin/true"));
  }

  private void stop() throws Exception {
    Processes.send(service.resolve("supervise/control"), "d");
    while (Processes.isUp(service)) Thread.sleep(1);
  }

  private double wake(int waiting) throws Exception {
    Thread.sleep(SETTLE_MILLIS);
    long start = System.nanoTime();
    Processes.send(service.resolve("supervise/control"), "u");
    Processes.await(waiting);
    return (System.nanoTime() - start) / 1e6;
  }
}
