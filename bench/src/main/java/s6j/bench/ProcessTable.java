package s6j.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.jnr.JnrPosix;

/** Starts and awaits processes through the seam, which costs less than a ProcessBuilder. */
final class ProcessTable {
  private static final JnrPosix POSIX = new JnrPosix();
  private static final int NULL = POSIX.open(Posix.CWD, CString.of("/dev/null"), 2, 0);

  /** In memory if the machine has such a place, so that the disk is not what is measured. */
  private static final Path PLACE =
      Files.isWritable(Path.of("/dev/shm")) ? Path.of("/dev/shm") : Path.of("/tmp");

  private static final long MOST_NANOS = 120_000_000_000L;
  private static final Map<Path, byte[][]> ENVIRONMENTS = new HashMap<>();

  private ProcessTable() {}

  /** The present environment with the suite's programs, those of execline too, first on PATH. */
  private static byte[][] environment(Path bin) {
    Environment environment = new Environment(POSIX.environment());
    environment.set(
        "PATH", CString.of(bin + ":" + bin.resolveSibling("execline") + ":/usr/bin:/bin"));
    return environment.variables();
  }

  /** Starts a program with its input and output at /dev/null; its pid. */
  static int start(Path program, String... operands) {
    return start(NULL, NULL, program, operands);
  }

  /**
   * Runs a program on one operand, and another that reads what it writes, until both have ended.
   */
  static void awaitPipeline(Path writer, String operand, Path reader, String... operands) {
    int[] ends = new int[2];
    POSIX.pipe(ends, OpenFlags.O_CLOEXEC);
    int reading = start(ends[0], NULL, reader, operands);
    int writing = start(NULL, ends[1], writer, operand);
    POSIX.close(ends[0]);
    POSIX.close(ends[1]);
    await(writing);
    await(reading);
  }

  /** The same with a file as its input. */
  static int startReading(Path input, Path program, String... operands) {
    int fd = POSIX.open(Posix.CWD, CString.of(input.toString()), OpenFlags.O_CLOEXEC, 0);
    int pid = start(fd, NULL, program, operands);
    POSIX.close(fd);
    return pid;
  }

  static Path temporaryDirectory() throws IOException {
    return Files.createTempDirectory(PLACE, "s6j-bench");
  }

  static Path temporaryFile() throws IOException {
    return Files.createTempFile(PLACE, "s6j-bench", "");
  }

  /** Removes a directory, out of which processes that are about to end may remove files, too. */
  static void remove(Path directory) throws Exception {
    for (int tries = 0; Files.exists(directory); tries++) {
      try {
        PathUtils.deleteDirectory(directory);
      } catch (IOException e) {
        if (tries == 20) throw e;
        Thread.sleep(50);
      }
    }
  }

  static void makeFifo(Path path) {
    POSIX.mkfifo(Posix.CWD, CString.of(path.toString()), 0600);
  }

  private static int start(int input, int output, Path program, String... operands) {
    byte[][] arguments = new byte[operands.length + 1][];
    arguments[0] = CString.of(program.toString());
    for (int i = 0; i < operands.length; i++) arguments[i + 1] = CString.of(operands[i]);
    Spawn spawn = new Spawn();
    spawn.file = arguments[0];
    spawn.arguments = arguments;
    spawn.environment =
        ENVIRONMENTS.computeIfAbsent(program.getParent(), ProcessTable::environment);
    int pid = POSIX.spawn(spawn.move(input, 0).move(output, 1).move(NULL, 2));
    if (pid <= 1) throw new IllegalStateException("cannot start " + program + ": " + pid);
    return pid;
  }

  /** Waits for a process to end; its raw wait status. */
  static int await(int pid) {
    int[] status = new int[1];
    POSIX.waitpid(pid, status, 0);
    return status[0];
  }

  static void terminate(int pid) {
    if (pid > 1) POSIX.kill(pid, Signal.SIGTERM);
  }

  static void hangUp(int pid) {
    if (pid > 1) POSIX.kill(pid, Signal.SIGHUP);
  }

  /** Waits until a process that is no child of this one has ended, be it reaped or not. */
  static void awaitGone(int pid) throws Exception {
    Path stat = Path.of("/proc/" + pid + "/stat");
    for (int i = 0; i < 10_000 && Files.exists(stat) && !isZombie(stat); i++) Thread.sleep(1);
  }

  private static boolean isZombie(Path stat) {
    try {
      String text = Files.readString(stat);
      return text.startsWith(") Z", text.lastIndexOf(')'));
    } catch (IOException e) {
      return true;
    }
  }

  /** The entries of a directory, sorted. */
  static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  /** Where PATH has a program; a name that is not there if it has none. */
  static Path onPath(String program) {
    for (String directory : System.getenv("PATH").split(":")) {
      Path path = Path.of(directory).resolve(program);
      if (Files.isExecutable(path)) return path;
    }
    return Path.of("/nonexistent");
  }

  static void kill(int pid) {
    if (pid > 1) POSIX.kill(pid, Signal.SIGKILL);
  }

  /** Ends what a run script has become, if it is still there under that pid. */
  static void killSleep(int pid) throws IOException {
    Path name = Path.of("/proc/" + pid + "/comm");
    if (Files.exists(name) && Files.readString(name).equals("sleep\n")) kill(pid);
  }

  /** Nanoseconds a program takes from its start to its end. */
  static long time(Path program, String... operands) {
    long start = System.nanoTime();
    await(start(program, operands));
    return System.nanoTime() - start;
  }

  /** The most memory a process had so far, in kB; 0 once it has ended. */
  static double peak(int pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status")))
      if (line.startsWith("VmHWM:")) return Double.parseDouble(line.replaceAll("[^0-9]", ""));
    return 0;
  }

  /** The Anonymous line of smaps_rollup, in kB. */
  static double anonymous(int pid) throws IOException {
    return kilobytes(pid, "Anonymous:");
  }

  /** The Pss line, what is private and its part of what is shared, in kB. */
  static double proportional(int pid) throws IOException {
    return kilobytes(pid, "Pss:");
  }

  /** The sum over several. */
  static double anonymous(List<Integer> pids) throws IOException {
    double sum = 0;
    for (int pid : pids) sum += anonymous(pid);
    return sum;
  }

  static double proportional(List<Integer> pids) throws IOException {
    double sum = 0;
    for (int pid : pids) sum += proportional(pid);
    return sum;
  }

  private static double kilobytes(int pid, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")))
      if (line.startsWith(key)) return Double.parseDouble(line.replaceAll("[^0-9]", ""));
    throw new IOException("no " + key + " of " + pid);
  }

  /** The pids of the processes a process has started and not reaped. */
  static List<Integer> children(int pid) throws IOException {
    List<Integer> children = new ArrayList<>();
    String list = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
    for (StringTokenizer pids = new StringTokenizer(list); pids.hasMoreTokens(); )
      children.add(Integer.valueOf(pids.nextToken()));
    return children;
  }

  /** Makes a service directory whose run is /bin/sleep; its name, a number, is how long. */
  static Path service(Path parent, String seconds) throws IOException {
    Path service = Files.createDirectories(parent.resolve(seconds));
    Files.createSymbolicLink(service.resolve("run"), Path.of("/bin/sleep"));
    return service;
  }

  /** What is awaited; it may look at files. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Looks every so many milliseconds; two minutes without are an error. */
  static void until(Condition condition, int millis) throws Exception {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > MOST_NANOS)
        throw new IllegalStateException("not within two minutes");
      Thread.sleep(millis);
    }
  }

  /** Whether the status file names a running service. */
  static boolean isUp(Path service) throws IOException {
    Path status = service.resolve("supervise/status");
    if (!Files.exists(status)) return false;
    byte[] bytes = Files.readAllBytes(status);
    for (int i = 24; i < 32 && bytes.length == 35; i++) if (bytes[i] != 0) return true;
    return false;
  }

  static void send(Path fifo, String letters) throws IOException {
    Files.write(fifo, letters.getBytes(StandardCharsets.US_ASCII));
  }
}
