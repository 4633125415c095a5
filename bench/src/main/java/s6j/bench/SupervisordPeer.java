package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** supervisord, as Debian installs it: one process for all services, told of them by a file. */
record SupervisordPeer() implements Peer {
  private static final String FILE = "supervisord.conf";

  /** Descriptors for the pipes of 1,000 services. */
  private static final String HEAD =
      """
      [supervisord]
      nodaemon=true
      logfile=/dev/null
      logfile_maxbytes=0
      minfds=4096
      pidfile=%1$s/supervisord.pid
      [unix_http_server]
      file=%1$s/socket
      [supervisorctl]
      serverurl=unix://%1$s/socket
      [rpcinterface:supervisor]
      supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
      """;

  private static final String SERVICE =
      """
      [program:%s]
      command=%s/run
      autorestart=true
      redirect_stderr=true
      stdout_logfile=NONE
      """;

  @Override
  public String name() {
    return "supervisord";
  }

  @Override
  public int startOne(Path service) throws Exception {
    return start(service, List.of(service));
  }

  @Override
  public int startMany(Path scan) throws Exception {
    return start(scan, ProcessTable.entries(scan));
  }

  private static int start(Path directory, List<Path> services) throws Exception {
    StringBuilder text = new StringBuilder(HEAD.formatted(directory));
    for (Path service : services) text.append(SERVICE.formatted(service.getFileName(), service));
    Path file = Files.writeString(directory.resolve(FILE), text);
    return ProcessTable.start(DEBIAN.resolve("supervisord"), "-c", file.toString());
  }

  @Override
  public double startStatus(Path service) {
    String file = service.resolve(FILE).toString();
    return ProcessTable.time(DEBIAN.resolve("supervisorctl"), "-c", file, "status") / 1e6;
  }

  /** Of TERM it would take half a minute; its services are ended by who started it. */
  @Override
  public void stopMany(Path scan, int root, List<Integer> supervisors) {
    ProcessTable.kill(root);
    ProcessTable.await(root);
  }

  @Override
  public boolean hasSupervisors() {
    return false;
  }

  @Override
  public double imageSize() {
    return Double.NaN;
  }
}
