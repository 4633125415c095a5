package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** A supervisor of the reference and its service, which is down: what commands are tried on. */
final class Idle {
  final Path service;
  private final Path parent;
  private final int supervisor;

  Idle(Path reference) throws Exception {
    parent = ProcessTable.temporaryDirectory();
    service = ProcessTable.service(parent, "100000");
    Files.createFile(service.resolve("down"));
    supervisor = ProcessTable.start(reference.resolve("s6-supervise"), service.toString());
    ProcessTable.until(() -> Files.exists(service.resolve("supervise/status")), 5);
  }

  /** So that later figures of shared memory do not share its image. */
  void close() throws Exception {
    ProcessTable.terminate(supervisor);
    ProcessTable.await(supervisor);
    ProcessTable.remove(parent);
  }
}
