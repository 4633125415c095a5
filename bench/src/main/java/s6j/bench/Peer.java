package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A supervision suite: how to run one service or many, and ask for a state. */
interface Peer {
  Path DEBIAN = Path.of("/usr/bin");

  String name();

  /** Starts what supervises a service directory that has a run script; its pid. */
  int startOne(Path service) throws Exception;

  /** Milliseconds of the command that tells the state of the service that was started so. */
  double startStatus(Path service);

  /** Starts what supervises all service directories in a directory; the pid of its root. */
  int startMany(Path scan) throws Exception;

  /** Ends all that; {@code supervisors} are the children of the root. */
  void stopMany(Path scan, int root, List<Integer> supervisors) throws Exception;

  /** Whether each service of many has a process of its own that supervises it. */
  default boolean hasSupervisors() {
    return true;
  }

  /** Whether services can tell it that they are ready, by a line on descriptor 3. */
  default boolean knowsReadiness() {
    return false;
  }

  /** Whether a thousand fit into a machine of the usual size. */
  default boolean canRunMany() {
    return true;
  }

  /** The file of the supervisor, its size in bytes; NaN if it is a script or a launcher. */
  double imageSize() throws Exception;

  /** Those that are there; of those that are not, a line. */
  static List<Peer> installed(Path suite, Path reference) {
    List<Peer> peers = new ArrayList<>();
    add(peers, "s6j", suite.resolve("s6-supervise"), new S6Peer("s6j", suite, true));
    Path jvm = suite.resolveSibling("jvm").resolve("bin");
    String onJvm = "s6j on the JVM";
    add(peers, onJvm, jvm.resolve("s6-supervise"), new S6Peer(onJvm, jvm, false));
    add(peers, "s6", reference.resolve("s6-supervise"), new S6Peer("s6", reference, true));
    add(peers, "runit", DEBIAN.resolve("runsv"), new RunitPeer());
    add(peers, "daemontools", DEBIAN.resolve("supervise"), new DaemontoolsPeer());
    add(peers, "supervisord", DEBIAN.resolve("supervisord"), new SupervisordPeer());
    Path dinit = ProcessTable.onPath("dinit");
    add(peers, "dinit", dinit, new DinitPeer(dinit));
    return peers;
  }

  private static void add(List<Peer> peers, String name, Path program, Peer peer) {
    if (Files.isExecutable(program)) peers.add(peer);
    else System.err.println("bench: without " + name + ", which is not installed");
  }
}
