package s6j.bench;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Timer;
import java.util.TimerTask;

/** A fifo to which each start of a run script writes its pid. */
final class Starts {
  private static final Timer TIMER = new Timer(true);
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Path directory = ProcessTable.temporaryDirectory();
  private final Path fifo = directory.resolve("starts");
  private final RandomAccessFile lines;

  Starts() throws Exception {
    ProcessTable.makeFifo(fifo);
    lines = new RandomAccessFile(fifo.toFile(), "rw");
  }

  /** Makes a service directory that tells its start and then, on descriptor 3, its readiness. */
  void service(Path service, boolean tellsReadiness) throws Exception {
    Path run = Files.createDirectories(service).resolve("run");
    String ready = tellsReadiness ? "echo >&3\nexec 3>&-\n" : "";
    Files.writeString(
        run, "#!/bin/sh\necho $$ >" + fifo + "\n" + ready + "exec /bin/sleep 100000\n");
    if (!run.toFile().setExecutable(true)) throw new IllegalStateException("chmod " + run);
    if (tellsReadiness) Files.writeString(service.resolve("notification-fd"), "3\n");
  }

  /** The pid of the next start; a minute without one is an error. */
  int next() throws Exception {
    TimerTask giveUp =
        new TimerTask() {
          @Override
          public void run() {
            writeNothing();
          }
        };
    TIMER.schedule(giveUp, TIMEOUT_MILLIS);
    int pid = Integer.parseInt(lines.readLine());
    giveUp.cancel();
    if (pid <= 1) throw new IllegalStateException("no service has started");
    return pid;
  }

  private void writeNothing() {
    try {
      lines.writeBytes("0\n");
    } catch (java.io.IOException e) {
      System.err.println("bench: " + e);
    }
  }

  void close() throws Exception {
    lines.close();
    ProcessTable.remove(directory);
  }
}
