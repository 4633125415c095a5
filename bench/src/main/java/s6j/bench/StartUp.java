package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** How long commands take that ask about, or write to, a service that is down. */
final class StartUp {
  private final String service;

  /** Keeps one supervisor of the reference running for all. */
  StartUp(Path reference) throws Exception {
    Path directory = Files.createTempDirectory("s6j-bench");
    Path path = Processes.service(directory, "100000");
    Files.createFile(path.resolve("down"));
    service = path.toString();
    int supervisor = Processes.start(reference.resolve("s6-supervise"), service);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Processes.terminate(supervisor)));
    while (!Files.exists(path.resolve("supervise/status"))) Thread.sleep(5);
  }

  Bench.Probe of(String program) {
    return bin -> Processes.time(bin.resolve(program), service) / 1e6;
  }
}
