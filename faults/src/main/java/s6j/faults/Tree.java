package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree under test, on a file system of its own: services of three kinds in a scan directory,
 * and the live directory of a service manager.
 *
 * <p>A third of the services tell when they are ready; a third have a logger and write numbered
 * lines. Each holds a lock while it lives, so that a second copy is found out.
 */
final class Tree {
  /** How long a service that does nothing sleeps. */
  static final String LONG = "100000";

  private static final String HEAD =
      """
      #!/bin/sh
      exec 9>"%1$s/locks/%2$s"
      flock -w 1 9 || { echo "%2$s" >>"%1$s/twice"; exec sleep 1; }
      """;
  private static final String LINES =
      """
      read -r up rest </proc/uptime
      n=0
      while :; do
        for k in 1 2 3 4 5; do n=$((n + 1)); echo "$$-$up $n"; done
        sleep 0.2 9>&-
      done
      """;

  final Path root;
  final Path scan;
  final Shell shell;

  /** Its name and options; the scan directory follows. */
  private final List<String> scannerLine;

  /** Names of the services of the scan directory. */
  final List<String> services = new ArrayList<>();

  /** Those of them that have a logger. */
  private final List<String> logged = new ArrayList<>();

  /** Names of all that write numbered lines into a log directory of their name. */
  final List<String> writers = new ArrayList<>();

  final RcSet rc;
  private Process scanner;
  private int scannerStarts;

  /** {@code scannerLine}: a suite may go by names under which it does more than s6. */
  Tree(Path root, Path bin, List<String> scannerLine, int count, Clock clock) throws IOException {
    this.root = root;
    this.scannerLine = scannerLine;
    scan = Files.createDirectories(root.resolve("scan"));
    Files.createDirectories(root.resolve("locks"));
    Files.createDirectories(root.resolve("logs"));
    Files.createFile(root.resolve("twice"));
    shell = new Shell(bin, root.resolve("output"), clock);
    for (int i = 0; i < count; i++) service(i);
    if (clock != null) slow();
    rc = new RcSet(this);
  }

  private void service(int number) throws IOException {
    String name = "s%02d".formatted(number);
    services.add(name);
    Path directory = scan.resolve(name);
    switch (number % 3) {
      case 0 -> script(directory.resolve("run"), head(name) + "exec sleep " + LONG + "\n");
      case 1 -> {
        write(directory.resolve("notification-fd"), "3\n");
        script(directory.resolve("run"), head(name) + "echo >&3\nexec sleep " + LONG + " 3>&-\n");
      }
      default -> {
        logged.add(name);
        writers.add(name);
        script(directory.resolve("run"), head(name) + LINES);
        script(directory.resolve("log/run"), logger(name));
      }
    }
  }

  /** Ignores TERM, and has a finish script without end. */
  private void slow() throws IOException {
    services.add(ClockTrial.SLOW);
    Path directory = scan.resolve(ClockTrial.SLOW);
    String timeout = ClockTrial.TIMEOUT_MILLIS + "\n";
    write(directory.resolve("timeout-kill"), timeout);
    write(directory.resolve("timeout-finish"), timeout);
    script(
        directory.resolve("run"),
        head(ClockTrial.SLOW) + "trap '' TERM\nexec sleep " + LONG + "\n");
    script(directory.resolve("finish"), "#!/bin/sh\nexec sleep 99999\n");
  }

  String head(String name) {
    return HEAD.formatted(root, name);
  }

  static String lines() {
    return LINES;
  }

  String logger(String name) {
    return "#!/bin/sh\nexec s6-log -b n1000 s4096 " + root + "/logs/" + name + "\n";
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Starts s6-svscan unless it runs, as process 1 would. */
  synchronized void ensureScanner() {
    if (scanner != null && scanner.isAlive()) return;
    List<Object> words = new ArrayList<>(scannerLine.subList(1, scannerLine.size()));
    words.add(scan);
    scanner = shell.start(scannerLine.get(0), words.toArray());
    scannerStarts++;
  }

  int scannerStarts() {
    return scannerStarts;
  }

  /** Whether it has ended by itself. */
  boolean scannerEnded() {
    return !scanner.isAlive();
  }

  /** All that has a supervisor: also the longruns of the service manager. */
  List<Path> everything() {
    List<Path> all = supervised();
    all.addAll(rc.directories());
    return all;
  }

  /** Directories below the scan directory that have a supervisor each: services and loggers. */
  List<Path> supervised() {
    List<Path> all = new ArrayList<>();
    for (String service : services) all.add(scan.resolve(service));
    for (String service : logged) all.add(scan.resolve(service).resolve("log"));
    return all;
  }
}
