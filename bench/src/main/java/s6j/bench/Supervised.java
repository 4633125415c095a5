package s6j.bench;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/** One service under a peer's supervisor; each start of its run script writes its pid to a fifo. */
final class Supervised {
  /** All of them pause when a run was shorter than a second. */
  private static final int RUN_MILLIS = 1300;

  final Path service;
  final int supervisor;
  private final RandomAccessFile starts;
  private int pid;

  Supervised(Path program) throws Exception {
    service = Processes.temporaryDirectory();
    Path fifo = service.resolve("starts");
    Processes.makeFifo(fifo);
    Path run = service.resolve("run");
    Files.writeString(run, "#!/bin/sh\necho $$ >" + fifo + "\nexec /bin/sleep 100000\n");
    if (!run.toFile().setExecutable(true)) throw new IllegalStateException("chmod " + run);
    starts = new RandomAccessFile(fifo.toFile(), "rw");
    supervisor = Processes.start(program, service.toString());
    pid = nextStart();
  }

  private int nextStart() throws Exception {
    return Integer.parseInt(starts.readLine());
  }

  /** Milliseconds from the death of the service to the next start of its run script. */
  double restart() throws Exception {
    Thread.sleep(RUN_MILLIS);
    long start = System.nanoTime();
    Processes.kill(pid);
    pid = nextStart();
    return (System.nanoTime() - start) / 1e6;
  }

  /** daemontools' supervise dies of the signal and leaves its service. */
  void close() throws Exception {
    Processes.terminate(supervisor);
    Processes.await(supervisor);
    Path name = Path.of("/proc/" + pid + "/comm");
    if (Files.exists(name) && Files.readString(name).equals("sleep\n")) Processes.kill(pid);
    starts.close();
    PathUtils.deleteDirectory(service);
  }
}
