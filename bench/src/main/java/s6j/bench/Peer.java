package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A supervision suite with a supervisor of one directory and a command that tells its state. */
record Peer(String name, Path supervisor, Path status, String... subcommand) {
  /** Those that are there. */
  static List<Peer> installed(Path suite, Path reference) {
    List<Peer> peers = new ArrayList<>();
    Path jvm = suite.resolveSibling("jvm").resolve("bin");
    add(peers, s6("s6j", suite));
    add(peers, s6("s6j on the JVM", jvm));
    add(peers, s6("s6", reference));
    Path bin = Path.of("/usr/bin");
    add(peers, new Peer("runit", bin.resolve("runsv"), bin.resolve("sv"), "status"));
    add(peers, new Peer("daemontools", bin.resolve("supervise"), bin.resolve("svstat")));
    return peers;
  }

  private static Peer s6(String name, Path bin) {
    return new Peer(name, bin.resolve("s6-supervise"), bin.resolve("s6-svstat"));
  }

  private static void add(List<Peer> peers, Peer peer) {
    if (Files.isExecutable(peer.supervisor) && Files.isExecutable(peer.status)) peers.add(peer);
  }

  /** The file of the supervisor, its size in bytes; NaN if it is a script or a launcher. */
  double imageSize() throws Exception {
    return name.contains("JVM") ? Double.NaN : Files.size(supervisor.toRealPath());
  }

  /** Milliseconds of the command that tells the state. */
  double startStatus(Path service) {
    if (subcommand.length == 0) return Processes.time(status, service.toString()) / 1e6;
    return Processes.time(status, subcommand[0], service.toString()) / 1e6;
  }
}
