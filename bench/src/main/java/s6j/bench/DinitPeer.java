package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** dinit, if one is on PATH: one process for all services, of which each has a description. */
record DinitPeer(Path program) implements Peer {
  /** Without a limit on restarts, of which a run of the bench has more than the usual three. */
  private static final String SERVICE =
      """
      type = process
      command = %s/run
      restart = true
      restart-limit-count = 0
      """;

  @Override
  public String name() {
    return "dinit";
  }

  @Override
  public int startOne(Path service) throws Exception {
    return start(service, List.of(service));
  }

  @Override
  public int startMany(Path scan) throws Exception {
    return start(scan, ProcessTable.entries(scan));
  }

  private int start(Path directory, List<Path> services) throws Exception {
    Path descriptions = Files.createDirectory(directory.resolve("dinit.d"));
    StringBuilder all = new StringBuilder("type = internal\n");
    for (Path service : services) {
      String name = service.getFileName().toString();
      boolean ready = Files.exists(service.resolve("notification-fd"));
      String text = SERVICE.formatted(service) + (ready ? "ready-notification = pipefd:3\n" : "");
      Files.writeString(descriptions.resolve(name), text);
      all.append("waits-for = ").append(name).append('\n');
    }
    Files.writeString(descriptions.resolve("boot"), all);
    String socket = directory.resolve("socket").toString();
    return ProcessTable.start(
        program, "--user", "--quiet", "-d", descriptions.toString(), "-p", socket);
  }

  @Override
  public double startStatus(Path service) {
    String socket = service.resolve("socket").toString();
    Path control = program.resolveSibling("dinitctl");
    return ProcessTable.time(control, "-p", socket, "status", service.getFileName().toString())
        / 1e6;
  }

  @Override
  public void stopMany(Path scan, int root, List<Integer> supervisors) {
    ProcessTable.terminate(root);
    ProcessTable.await(root);
  }

  @Override
  public boolean hasSupervisors() {
    return false;
  }

  @Override
  public boolean knowsReadiness() {
    return true;
  }

  @Override
  public double imageSize() throws Exception {
    return Files.size(program.toRealPath());
  }
}
