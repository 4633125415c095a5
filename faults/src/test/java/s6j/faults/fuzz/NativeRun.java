package s6j.faults.fuzz;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;
import s6j.posix.jnr.JnrPosix;

/**
 * Runs the command lines of a specimen as processes, which may not crash, hang or eat all memory.
 */
final class NativeRun implements AutoCloseable {
  static final Path BIN =
      Path.of(System.getProperty("s6j.bin", "../dist/target/s6j/bin")).toAbsolutePath().normalize();

  private static final int PATIENCE_MILLIS = 20_000;
  private static final String MOST_BYTES = "--as=3000000000";

  private final JnrPosix posix = new JnrPosix();
  private final Path directory;
  private final List<FileChannel> locked = new ArrayList<>();

  /** Whether there are images: without a C compiler the names lead to the JVM. */
  static boolean isPossible() throws IOException {
    Path program = BIN.resolve("s6-svstat");
    return Files.isExecutable(program) && !program.toRealPath().endsWith("jvm/lib/launcher");
  }

  NativeRun() throws IOException {
    directory = Files.createTempDirectory("s6j-fuzz");
  }

  void of(Specimen specimen) throws Exception {
    for (byte[][] words : specimen.commands()) {
      if (words.length == 0 || !Files.isExecutable(BIN.resolve(CString.text(words[0])))) continue;
      clear();
      lay(specimen);
      int status = run(words);
      boolean crashed = WaitStatus.signaled(status) && WaitStatus.signal(status) != Signal.SIGPIPE;
      Assertions.assertFalse(
          crashed,
          specimen.name() + ": " + CString.text(words[0]) + " ended with status " + status);
    }
  }

  private int run(byte[][] words) throws InterruptedException {
    List<byte[]> line = new ArrayList<>();
    for (String word : List.of("/usr/bin/prlimit", MOST_BYTES, "--core=0"))
      line.add(CString.of(word));
    line.add(CString.of(BIN.resolve(CString.text(words[0])).toString()));
    line.addAll(List.of(words).subList(1, words.length));
    Spawn spawn = new Spawn();
    spawn.file = line.get(0);
    spawn.arguments = line.toArray(byte[][]::new);
    spawn.environment = environment();
    int at = open(directory.toString(), OpenFlags.O_RDONLY);
    int in = open(directory.resolve(".stdin").toString(), OpenFlags.O_RDONLY);
    int nothing = open("/dev/null", OpenFlags.O_WRONLY);
    spawn.directory = at;
    int pid = posix.spawn(spawn.move(in, 0).move(nothing, 1).move(nothing, 2));
    for (int fd : new int[] {at, in, nothing}) posix.close(fd);
    Assertions.assertTrue(pid > 1, "spawn: " + pid);
    return await(pid, CString.text(words[0]));
  }

  private int open(String path, int flags) {
    return posix.open(Posix.CWD, CString.of(path), flags | OpenFlags.O_CLOEXEC, 0);
  }

  private byte[][] environment() {
    Environment environment = new Environment(new byte[0][]);
    environment.set("PATH", CString.of(BIN + ":/usr/bin:/bin"));
    return environment.variables();
  }

  /** What takes longer hangs, and is killed with all that it started. */
  private int await(int pid, String program) throws InterruptedException {
    int[] status = new int[1];
    for (int waited = 0; waited < PATIENCE_MILLIS; waited++) {
      if (posix.waitpid(pid, status, Posix.WNOHANG) == pid) return status[0];
      Thread.sleep(1);
    }
    posix.kill(pid, Signal.SIGKILL);
    posix.waitpid(pid, status, 0);
    return Assertions.fail(program + " hangs");
  }

  private void lay(Specimen specimen) throws IOException {
    for (Map.Entry<String, byte[]> entry : specimen.tree().entrySet()) {
      Path file = directory.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
      if (specimen.executable().getOrDefault(entry.getKey(), false))
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (String lock : specimen.lines(".locks")) lock(directory.resolve(lock));
    for (String fifo : specimen.lines(".fifos")) {
      Path path = directory.resolve("dir");
      Files.createDirectories(path);
      posix.mkfifo(Posix.CWD, CString.of(directory + "/" + fifo), 0622);
    }
    Files.write(directory.resolve(".stdin"), specimen.stdin());
  }

  private void lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.lock();
    locked.add(channel);
  }

  private void clear() throws IOException {
    for (FileChannel channel : locked) channel.close();
    locked.clear();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList())
        if (!path.equals(directory)) delete(path);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) Files.delete(path);
  }

  @Override
  public void close() throws IOException {
    clear();
    Files.delete(directory);
  }
}
