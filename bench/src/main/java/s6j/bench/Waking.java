package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** How soon s6-svwait ends after the command that brings the state it waits for, in ms. */
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

  double wake(Path bin) throws Exception {
    Path control = service.resolve("supervise/control");
    Processes.send(control, "d");
    while (Processes.isUp(service)) Thread.sleep(1);
    int waiting = Processes.start(bin.resolve("s6-svwait"), "-u", service.toString());
    Thread.sleep(SETTLE_MILLIS);
    long start = System.nanoTime();
    Processes.send(control, "u");
    Processes.await(waiting);
    return (System.nanoTime() - start) / 1e6;
  }
}
